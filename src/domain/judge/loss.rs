//! Finds the loss that a description names, as a proposal for the empty amount field.

use crate::domain::money::Fen;

/// Characters between the word for loss and its amount: 损失估计约为人民币 4,800 元.
const REACH: usize = 12;

/// The amount behind the first 损失 that is followed by one: `估计损失 4,800 元`, `损失约2.5万元`, `损失￥300`.
///
/// A bare number is no amount: it may count square metres or machines.
#[must_use]
pub fn loss_said(text: &str) -> Option<Fen> {
    text.match_indices("损失").find_map(|(at, word)| amount_after(&text[at + word.len()..]))
}

fn amount_after(text: &str) -> Option<Fen> {
    let (start, _) = text.char_indices().take(REACH + 1).find(|(_, c)| digit(*c))?;
    let before = &text[..start];
    if before.contains(['。', '；', ';', '\n']) {
        return None;
    }
    let rest = &text[start..];
    let end = rest.find(|c: char| !(digit(c) || matches!(c, ',' | '.'))).unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches([',', '.']);
    let unit = rest[end..].trim_start();
    let marked = before.trim_end().ends_with(['￥', '¥']);
    let scale = if unit.starts_with('万') {
        "万"
    } else if unit.starts_with("元") || unit.starts_with("块") || unit.starts_with("人民币") || marked {
        ""
    } else {
        return None;
    };
    let amount = Fen::parse(number).ok()?;
    let amount = if scale.is_empty() { Some(amount) } else { amount.0.checked_mul(10_000).map(Fen) }?;
    (amount.0 > 0).then_some(amount)
}

const fn digit(c: char) -> bool {
    c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_with_its_unit_is_found() {
        for (text, fen) in [
            ("要求赔偿地板，估计损失 4,800 元", Some(480_000)),
            ("损失约2.5万元，另有误工", Some(2_500_000)),
            ("损失5万", Some(5_000_000)),
            ("财产损失人民币3000.01元。", Some(300_001)),
            ("损失￥300", Some(30_000)),
            ("目测损失 6 ㎡ 地板", None),
            ("没有损失。维修费 200 元", None),
            ("损失不详", None),
            ("损失 0 元", None),
            ("用户说损失很大，先后损失 1200 块", Some(120_000)),
            ("", None),
            ("损失 99999999999999999999 万元", None),
        ] {
            assert_eq!(loss_said(text), fen.map(Fen), "{text}");
        }
    }
}
