//! Opens the data file and then the window.

use std::path::PathBuf;

use super::data_file;
use super::desk::{Desk, DeskParts};
use super::settings::{Folders, Settings};
use crate::store::{Database, OpenMode};

/// What the command line says about the window.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The data file, when it is not the one of the settings or the platform's data folder.
    pub db: Option<PathBuf>,
}

/// Runs the window until it is closed.
///
/// # Errors
/// Without a display, when the data file is refused, or when the window cannot be made; each in one sentence.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let folders = Folders::of_this_computer();
    let mut settings = Settings::read(&folders.settings_file());
    if settings.me.is_empty() {
        settings.me = person_at_this_computer();
    }
    let data_file = data_file::chosen(options.db.as_deref(), &settings, &folders)?;
    refuse_without_display()?;
    let _log = start_log(&folders);
    let database =
        Database::open(&data_file, OpenMode::Create).map_err(|error| data_file::refused(&error, &data_file))?;
    let parts = DeskParts { database, data_file, settings, folders, clock: Box::new(super::now) };
    let native = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_app_id("kesu")
            .with_title("客诉台 Kesu Desk")
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([960.0, 600.0])
            .with_drag_and_drop(true),
        ..Default::default()
    };
    eframe::run_native(
        "kesu-desk",
        native,
        Box::new(move |creation| {
            Ok(Box::new(
                Desk::new(&creation.egui_ctx, parts).map_err(Box::<dyn std::error::Error + Send + Sync>::from)?,
            ))
        }),
    )
    .map_err(|error| anyhow::anyhow!("the window could not be opened: {error}"))
}

/// On Linux a window needs one of three variables; elsewhere there is always a desktop.
fn refuse_without_display() -> anyhow::Result<()> {
    let named = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"];
    let found = named.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if cfg!(all(unix, not(target_os = "macos"))) && !found {
        anyhow::bail!(
            "there is no display to open the window on; without one these commands work: \
             demo, import, export, list, show, print, calc, rulebook check, calendar check"
        );
    }
    Ok(())
}

/// The login name, until the person says another in the settings.
fn person_at_this_computer() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|name| !name.trim().is_empty()))
        .unwrap_or_else(|| "admin".to_owned())
}

/// Log lines go to a file a day, fourteen days; they name no customer, phone or path before their end.
fn start_log(folders: &Folders) -> Option<tracing_appender::non_blocking::WorkerGuard> {
    std::fs::create_dir_all(&folders.logs).ok()?;
    let appender = tracing_appender::rolling::Builder::new()
        .rotation(tracing_appender::rolling::Rotation::DAILY)
        .filename_prefix("kesu")
        .filename_suffix("log")
        .max_log_files(14)
        .build(&folders.logs)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(appender);
    let filter = tracing_subscriber::EnvFilter::try_new("warn,kesu=info").ok()?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false).try_init().ok()?;
    Some(guard)
}
