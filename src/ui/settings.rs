//! 设置: name, company, language, theme, where the data lies, the rule book in force.

use super::Cx;

#[derive(Debug, Default)]
pub struct SettingsScreen {
    pub me: String,
    pub company: String,
}

pub fn settings_ui(_ui: &mut egui::Ui, _cx: &Cx<'_>, _screen: &mut SettingsScreen) {}
