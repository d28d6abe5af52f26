//! The print service, played by small programs in a folder: the list, the usual printer, and what is handed to it.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use kesu::app::{PrintService, Spooler};
use kesu::ui::print::NoPrinter;

/// A folder in which these programs do as written.
fn programs(bodies: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, body) in bodies {
        let path = folder.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

fn service(lpstat: &str, lp: &str) -> (tempfile::TempDir, PrintService) {
    let folder = programs(&[("lpstat", lpstat), ("lp", lp)]);
    let service = PrintService::in_folder(Spooler::Cups, folder.path());
    (folder, service)
}

/// A program written a moment ago may be held open by another test that is just starting one.
fn when_free<T, E: ToString>(work: impl Fn() -> Result<T, E>) -> Result<T, E> {
    for _ in 0..100 {
        match work() {
            Err(error) if error.to_string().contains("busy") => std::thread::sleep(Duration::from_millis(10)),
            result => return result,
        }
    }
    work()
}

const TWO: &str = "case \"$1\" in\n\
    -e) echo '三楼客服'; echo 'kf-5f';;\n\
    -d) echo 'system default destination: kf-5f';;\n\
    esac";

#[test]
fn printers_are_listed_by_name_with_the_usual_one() {
    let (_folder, service) = service(TWO, "exit 0");
    let (names, usual) = when_free(|| service.printers()).unwrap();
    assert_eq!(names, ["三楼客服", "kf-5f"]);
    assert_eq!(usual.as_deref(), Some("kf-5f"));

    let (_folder, service) =
        self::service("[ \"$1\" = -d ] && echo 'no system default destination' || echo a", "exit 0");
    assert_eq!(when_free(|| service.printers()).unwrap(), (vec!["a".to_owned()], None));
}

#[test]
fn a_missing_list_says_why() {
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(PrintService::in_folder(Spooler::Cups, empty.path()).printers(), Err(NoPrinter::NoService));
    for (lpstat, why) in [
        ("exit 0", NoPrinter::NoneSetUp),
        ("echo 'lpstat: No destinations added.' >&2; exit 1", NoPrinter::NoneSetUp),
        (
            "echo 'lpstat: Unable to connect to server' >&2; exit 1",
            NoPrinter::Unread("lpstat: Unable to connect to server".to_owned()),
        ),
    ] {
        let (_folder, service) = service(lpstat, "exit 0");
        assert_eq!(when_free(|| service.printers()), Err(why), "{lpstat}");
    }
}

#[test]
fn a_sheet_goes_to_the_named_printer_in_so_many_copies() {
    let note = "for part in \"$@\"; do printf '%s\\n' \"$part\"; done > \"${0%/*}/asked\"";
    let (folder, service) = service(TWO, note);
    when_free(|| service.print(Path::new("-KS2604-0137.pdf"), Some("三楼客服"), 3)).unwrap();
    let asked = fs::read_to_string(folder.path().join("asked")).unwrap();
    let asked: Vec<&str> = asked.lines().collect();
    let expected =
        ["-o", "media=A4", "-o", "print-scaling=none", "-n", "3", "-d", "三楼客服", "--", "-KS2604-0137.pdf"];
    assert_eq!(asked, expected);

    let (_folder, service) = self::service(TWO, "echo 'lp: The printer is gone.' >&2; exit 1");
    let refused = when_free(|| service.print(Path::new("a.pdf"), None, 0));
    assert_eq!(refused, Err("lp: The printer is gone.".to_owned()));
}

/// Writes each argument and what was handed over beside the script on a line of its own.
const NOTED: &str = "{ for part in \"$@\"; do printf '%s\\n' \"$part\"; done; \
    printf '%s\\n' \"$KESU_FILE\" \"$KESU_PRINTER\"; } > \"${0%/*}/asked\"";

#[test]
fn windows_prints_by_the_verbs_of_the_program_that_shows_pdfs() {
    let start = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; $ErrorActionPreference = 'Stop'; \
                 $ProgressPreference = 'SilentlyContinue'; ";
    let named = "1..3 | ForEach-Object { Start-Process -FilePath $env:KESU_FILE -Verb PrintTo \
                 -ArgumentList ('\"' + $env:KESU_PRINTER + '\"') }";
    let usual = "1..1 | ForEach-Object { Start-Process -FilePath $env:KESU_FILE -Verb Print }";
    let odd = "三楼 客服'; Remove-Item C:\\ #";
    for (printer, copies, script) in [(Some(odd), 3, named), (None, 0, usual)] {
        let folder = programs(&[("powershell", NOTED)]);
        let service = PrintService::in_folder(Spooler::PowerShell, folder.path());
        when_free(|| service.print(Path::new("KS2604-0137.pdf"), printer, copies)).unwrap();
        let asked = fs::read_to_string(folder.path().join("asked")).unwrap();
        let script = format!("{start}{script}");
        let wanted = ["-NoProfile", "-NonInteractive", "-OutputFormat", "Text", "-Command", &script];
        let lines: Vec<&str> = asked.lines().collect();
        assert_eq!(lines[..6], wanted);
        assert_eq!(lines[6..], ["KS2604-0137.pdf", printer.unwrap_or_default()], "names are no part of the script");
    }
}

#[test]
fn windows_printers_are_listed_and_a_refusal_is_told() {
    let list = "case \"$6\" in *Get-Printer*) printf '三楼客服\\r\\nkf-5f\\r\\n';; *) printf 'kf-5f\\r\\n';; esac";
    let folder = programs(&[("powershell", list)]);
    let service = PrintService::in_folder(Spooler::PowerShell, folder.path());
    let (names, usual) = when_free(|| service.printers()).unwrap();
    assert_eq!((names, usual), (vec!["三楼客服".to_owned(), "kf-5f".to_owned()], Some("kf-5f".to_owned())));

    let folder = programs(&[("powershell", "echo '没有应用程序与此操作的指定文件有关联。' >&2; exit 1")]);
    let service = PrintService::in_folder(Spooler::PowerShell, folder.path());
    let refused = when_free(|| service.print(Path::new("a.pdf"), None, 1));
    assert_eq!(refused, Err("没有应用程序与此操作的指定文件有关联。".to_owned()));
    let nothing = tempfile::tempdir().unwrap();
    let service = PrintService::in_folder(Spooler::PowerShell, nothing.path());
    assert_eq!(service.printers(), Err(NoPrinter::NoService));
}
