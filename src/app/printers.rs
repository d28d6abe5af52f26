//! The system's print service: which printers there are, and a PDF sent to one. Both wait for other programs, so both run
//! in jobs.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, Output};

use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::JobResult;
use crate::t;
use crate::ui::print::NoPrinter;

/// Names of the printers, and the one the system takes when none is named.
pub type Found = Result<(Vec<String>, Option<String>), NoPrinter>;

/// Whose programs print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spooler {
    /// `lpstat` and `lp`, on Linux and macOS.
    Cups,
    /// PowerShell and whatever program shows PDFs, on Windows.
    PowerShell,
}

/// The programs that print.
#[derive(Debug, Clone)]
pub struct PrintService {
    spooler: Spooler,
    /// Where the programs are looked for; `None` is where the system looks.
    search: Option<OsString>,
}

impl Default for PrintService {
    fn default() -> Self {
        Self { spooler: if cfg!(windows) { Spooler::PowerShell } else { Spooler::Cups }, search: None }
    }
}

impl PrintService {
    /// Looks for the programs of a spooler in one folder only.
    #[must_use]
    pub fn in_folder(spooler: Spooler, folder: &Path) -> Self {
        Self { spooler, search: Some(folder.as_os_str().to_owned()) }
    }

    /// The printers of this computer. Waits for the print service.
    ///
    /// # Errors
    /// Why there is no list.
    pub fn printers(&self) -> Found {
        match self.spooler {
            Spooler::Cups => self.of_cups(),
            Spooler::PowerShell => self.of_powershell(),
        }
    }

    /// Hands a PDF to a printer. Waits for the print service to take it, not for the paper.
    ///
    /// # Errors
    /// What the print service said.
    pub fn print(&self, file: &Path, printer: Option<&str>, copies: u32) -> Result<(), String> {
        let command = match self.spooler {
            Spooler::Cups => self.printing_by_cups(file, printer, copies),
            Spooler::PowerShell => self.printing_by_powershell(file, printer, copies),
        };
        run(command).map(drop).map_err(said)
    }

    fn of_cups(&self) -> Found {
        let listed = run(self.command("lpstat").arg("-e"))?;
        let names: Vec<String> = lines(&listed).collect();
        if names.is_empty() {
            return Err(NoPrinter::NoneSetUp);
        }
        let usual = run(self.command("lpstat").arg("-d")).ok().as_deref().and_then(usual_of_cups);
        Ok((names, usual))
    }

    fn of_powershell(&self) -> Found {
        let usual = "(Get-CimInstance Win32_Printer -Filter 'Default=TRUE').Name";
        let listed = run(self.powershell("Get-Printer | ForEach-Object { $_.Name }"))?;
        let names: Vec<String> = lines(&listed).collect();
        if names.is_empty() {
            return Err(NoPrinter::NoneSetUp);
        }
        Ok((names, run(self.powershell(usual)).ok().and_then(|told| lines(&told).next())))
    }

    fn printing_by_cups(&self, file: &Path, printer: Option<&str>, copies: u32) -> Command {
        let mut command = self.command("lp");
        command.args(["-o", "media=A4", "-o", "print-scaling=none", "-n", &copies.max(1).to_string()]);
        if let Some(printer) = printer {
            command.args(["-d", printer]);
        }
        command.arg("--").arg(file);
        command
    }

    /// The program that shows PDFs prints them; it takes the printer's name but no number of copies.
    fn printing_by_powershell(&self, file: &Path, printer: Option<&str>, copies: u32) -> Command {
        let verb = match printer {
            Some(_) => {
                "Start-Process -FilePath $env:KESU_FILE -Verb PrintTo -ArgumentList ('\"' + $env:KESU_PRINTER + '\"')"
            }
            None => "Start-Process -FilePath $env:KESU_FILE -Verb Print",
        };
        let mut command = self.powershell(&format!("1..{} | ForEach-Object {{ {verb} }}", copies.max(1)));
        // Handed over beside the script, so that no name can be read as a part of it.
        command.env("KESU_FILE", file).env("KESU_PRINTER", printer.unwrap_or_default());
        command
    }

    fn powershell(&self, script: &str) -> Command {
        // What it says is read as UTF-8 words, not as the code page of the console or as XML; the first fault ends it.
        let script = format!(
            "[Console]::OutputEncoding = [Text.Encoding]::UTF8; $ErrorActionPreference = 'Stop'; \
             $ProgressPreference = 'SilentlyContinue'; {script}"
        );
        let mut command = self.command("powershell");
        command.args(["-NoProfile", "-NonInteractive", "-OutputFormat", "Text", "-Command", &script]);
        command
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        // The words before the usual printer are looked for in English.
        command.env("LC_ALL", "C.UTF-8").stdin(std::process::Stdio::null());
        if let Some(search) = &self.search {
            command.env("PATH", search);
        }
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            const CREATE_NO_WINDOW: u32 = 0x0800_0000;
            command.creation_flags(CREATE_NO_WINDOW);
        }
        command
    }
}

/// Why a sheet was not taken, in the words of the print service.
fn said(missing: NoPrinter) -> String {
    match missing {
        NoPrinter::Unread(why) => why,
        other => other.to_string(),
    }
}

/// What the program wrote.
fn run(mut command: impl std::borrow::BorrowMut<Command>) -> Result<String, NoPrinter> {
    let Output { status, stdout, stderr } = command.borrow_mut().output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => NoPrinter::NoService,
        _ => NoPrinter::Unread(error.to_string()),
    })?;
    if status.success() {
        return Ok(String::from_utf8_lossy(&stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&stderr).trim().to_owned();
    // CUPS ends so when its list is empty.
    if said.contains("No destinations") {
        return Err(NoPrinter::NoneSetUp);
    }
    Err(NoPrinter::Unread(if said.is_empty() { status.to_string() } else { said }))
}

fn lines(told: &str) -> impl Iterator<Item = String> {
    told.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

/// `system default destination: NAME`, or a sentence without a colon when there is none.
fn usual_of_cups(told: &str) -> Option<String> {
    let (_, name) = told.trim().rsplit_once(": ")?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

impl Desk {
    /// Asks for the printers anew; the list on screen stays until the answer is here.
    pub(super) fn read_printers(&mut self) {
        let title = t!(self.shared.texts, "job-printers");
        self.jobs.start(JobKind::Printers, title, |_| JobResult::Printers(PrintService::default().printers()));
    }

    pub(super) fn printers_read(&mut self, found: Found) {
        self.screens.print.take_printers(found, &self.settings.printer);
    }

    /// The printer is kept for this computer.
    pub(super) fn set_printer(&mut self, name: String) {
        self.settings.printer.clone_from(&name);
        self.screens.print.printer = Some(name);
        self.keep_settings();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(spooler: Spooler) -> PrintService {
        PrintService { spooler, search: None }
    }

    fn args(command: &Command) -> Vec<&str> {
        command.get_args().map(|arg| arg.to_str().unwrap()).collect()
    }

    /// A file that is called like an option is still a file, and no printer is named where none is chosen.
    #[test]
    fn cups_is_told_paper_copies_and_printer() {
        let cups = service(Spooler::Cups);
        let always = ["-o", "media=A4", "-o", "print-scaling=none"];
        let named = cups.printing_by_cups(Path::new("-d.pdf"), Some("三楼 客服"), 3);
        assert_eq!(named.get_program(), "lp");
        assert_eq!(args(&named), [&always[..], &["-n", "3", "-d", "三楼 客服", "--", "-d.pdf"]].concat());
        let usual = cups.printing_by_cups(Path::new("a.pdf"), None, 0);
        assert_eq!(args(&usual), [&always[..], &["-n", "1", "--", "a.pdf"]].concat());
    }

    /// Names are handed over beside the script: nothing in them can be read as a part of it.
    #[test]
    fn windows_is_told_names_beside_the_script() {
        let (file, printer) = ("C:\\纸 $x;\\a'b.pdf", "三楼\"; Remove-Item C:\\");
        let command = service(Spooler::PowerShell).printing_by_powershell(Path::new(file), Some(printer), 2);
        assert_eq!(command.get_program(), "powershell");
        let args = args(&command);
        assert_eq!(args[..5], ["-NoProfile", "-NonInteractive", "-OutputFormat", "Text", "-Command"]);
        assert!(args[5].contains("1..2 | ForEach-Object") && args[5].contains("-Verb PrintTo"));
        assert!(!args[5].contains("三楼") && !args[5].contains("a'b"));
        let env = |key: &str| command.get_envs().find(|(name, _)| *name == key).and_then(|(_, value)| value);
        assert_eq!((env("KESU_FILE"), env("KESU_PRINTER")), (Some(file.as_ref()), Some(printer.as_ref())));
    }

    #[test]
    fn the_usual_printer_stands_behind_the_last_colon() {
        assert_eq!(usual_of_cups("system default destination: kf-3f\n").as_deref(), Some("kf-3f"));
        assert_eq!(usual_of_cups("no system default destination\n"), None);
    }
}
