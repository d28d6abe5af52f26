//! What the program remembers of this computer: data file, language, theme, name. Business data never goes here.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::text::Lang;
use crate::ui::ThemeChoice;
use crate::ui::settings::COMPANY_KEYS;

/// Choices of the person at this computer. Unknown or damaged files count as no choices.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Where the data file lies, when it is not in the platform's data folder.
    pub data_file: Option<PathBuf>,
    /// `zh-CN` or `en`; empty is as the system has it.
    pub language: String,
    /// `light`, `dark` or empty for as the system has it.
    pub theme: String,
    /// The name on every entry.
    pub me: String,
    /// The company on forms and slips.
    pub company: String,
    /// What else form 4 says of the company.
    pub house: House,
    /// Columns of the list in order, each with its width when it was dragged; empty is as the window suggests.
    pub columns: String,
    /// The printer used last; empty is the system's own choice.
    pub printer: String,
    /// The region whose weekly register was printed last.
    pub register_region: String,
    /// The folder that is watched for scanned paper; empty for none.
    pub scan_folder: String,
}

/// The company as party A of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct House {
    /// Unified social credit code.
    pub code: String,
    /// Legal representative.
    pub representative: String,
    pub address: String,
    /// Who signs for the company; empty where the first responsible person of the case does.
    pub agent: String,
    pub phone: String,
}

impl Settings {
    /// The setting of the company that is kept under `key` in the data file.
    pub fn of_company(&mut self, key: &str) -> Option<&mut String> {
        Some(match key {
            "company" => &mut self.company,
            "company_code" => &mut self.house.code,
            "company_representative" => &mut self.house.representative,
            "company_address" => &mut self.house.address,
            "company_agent" => &mut self.house.agent,
            "company_phone" => &mut self.house.phone,
            _ => return None,
        })
    }

    /// Every setting of the company, in the order of [`COMPANY_KEYS`].
    #[must_use]
    pub fn company_entries(&self) -> [String; 6] {
        let mut copy = self.clone();
        COMPANY_KEYS.map(|key| copy.of_company(key).map(std::mem::take).unwrap_or_default())
    }

    #[must_use]
    pub fn read(path: &Path) -> Self {
        std::fs::read_to_string(path).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Writes beside the old file and renames, so that a kill leaves one of the two whole.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let part = path.with_extension("part");
        std::fs::write(&part, serde_json::to_string_pretty(self)?)?;
        std::fs::rename(part, path)
    }

    #[must_use]
    pub fn lang(&self) -> Lang {
        match self.language.as_str() {
            "en" => Lang::En,
            "zh-CN" => Lang::Zh,
            _ => match sys_locale::get_locale() {
                Some(locale) if !locale.to_lowercase().starts_with("zh") && locale.to_lowercase().starts_with("en") => {
                    Lang::En
                }
                _ => Lang::Zh,
            },
        }
    }

    #[must_use]
    pub fn theme(&self) -> ThemeChoice {
        match self.theme.as_str() {
            "light" => ThemeChoice::Light,
            "dark" => ThemeChoice::Dark,
            _ => ThemeChoice::System,
        }
    }
}

/// Folders of this program on this platform.
#[derive(Debug, Clone)]
pub struct Folders {
    pub data: PathBuf,
    pub config: PathBuf,
    pub logs: PathBuf,
}

impl Folders {
    /// The platform's folders; the folder the program was started in where the platform names none.
    #[must_use]
    pub fn of_this_computer() -> Self {
        match directories::ProjectDirs::from("", "", "kesu-desk") {
            Some(dirs) => Self {
                data: dirs.data_dir().to_owned(),
                config: dirs.config_dir().to_owned(),
                logs: dirs.data_local_dir().join("logs"),
            },
            None => Self { data: PathBuf::from("."), config: PathBuf::from("."), logs: PathBuf::from(".") },
        }
    }

    #[must_use]
    pub fn data_file(&self) -> PathBuf {
        self.data.join("kesu.db")
    }

    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.config.join("settings.json")
    }
}
