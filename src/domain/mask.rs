//! Names and addresses as lists show them: enough to recognise a case, not enough to know the person (Q07).

/// A name with all but its first character hidden: `王**`. A name of one character is hidden whole.
#[must_use]
pub fn mask_name(name: &str) -> String {
    let mut letters = name.trim().chars();
    let Some(first) = letters.next() else { return String::new() };
    let hidden = letters.count();
    if hidden == 0 { "*".to_owned() } else { format!("{first}{}", "*".repeat(hidden)) }
}

/// A bank account by its last four digits: `****0018`.
#[must_use]
pub fn mask_account(account: &str) -> String {
    let digits: Vec<char> = account.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        0 => String::new(),
        count => format!("****{}", digits.iter().skip(count.saturating_sub(4)).collect::<String>()),
    }
}

/// A number of an identity paper with its middle hidden: `110105********002X`; a short one keeps its last two.
#[must_use]
pub fn mask_id(number: &str) -> String {
    let letters: Vec<char> = number.trim().chars().collect();
    let (head, tail) = if letters.len() >= 15 { (6, 4) } else { (0, letters.len().min(2)) };
    let hidden = letters.len() - head - tail;
    let shown = |range: std::ops::Range<usize>| letters.get(range).unwrap_or_default().iter().collect::<String>();
    format!("{}{}{}", shown(0..head), "*".repeat(hidden), shown(letters.len() - tail..letters.len()))
}

/// An address with all but its first six characters hidden: province and city stay, street and house do not.
#[must_use]
pub fn mask_address(address: &str) -> String {
    let address = address.trim();
    match address.char_indices().nth(6) {
        Some((cut, _)) => format!("{}**", &address[..cut]),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_hide_the_person() {
        for (name, masked) in [("王女士", "王**"), ("欧阳晓岚", "欧***"), ("单", "*"), (" ", ""), ("Lee", "L**")]
        {
            assert_eq!(mask_name(name), masked, "{name}");
        }
        assert_eq!(mask_address("浙江省嘉兴市南湖区中山路一号"), "浙江省嘉兴市**");
        assert_eq!(mask_address("嘉兴"), "嘉兴");
        for (number, masked) in [("11010519491231002X", "110105********002X"), ("E1234567", "******67"), ("", "")] {
            assert_eq!(mask_id(number), masked);
        }
        assert_eq!(mask_account("6222 0211 0200 0000 018"), "****0018");
        assert_eq!(mask_account(" "), "");
    }
}
