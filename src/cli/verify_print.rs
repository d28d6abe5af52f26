//! `kesu verify-print FILE`: whether these bytes are an issue of the data file, and whether it still counts.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};

use super::args::VerifyPrintArgs;
use super::open::{Desk, mismatch};
use super::rows::plain_time;
use crate::domain::returned::PageCode;
use crate::paper::scan;
use crate::store::{Answer, Issue, IssueKey, OpenMode, Request, hex};
use crate::text::{Lang, Texts};

/// Says what the file is. Done without an error only for the genuine file of an issue that still counts.
///
/// # Errors
/// No such file; or the sentence that says why it is not the genuine file of a current issue.
pub(super) fn run(db: Option<&Path>, asked: &VerifyPrintArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let file = asked.file.display();
    let bytes =
        std::fs::read(&asked.file).with_context(|| format!("{file} cannot be read; name the PDF to look at"))?;
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    if let Some(issue) = find(&mut desk, IssueKey::File(hex(&Sha256::digest(&bytes))))? {
        tell(&mut desk, &issue, out)?;
        if let Some(newer) = &issue.newer {
            bail!("{file} is the genuine file of {}, but it is void: {newer} took its place", issue.document);
        }
        writeln!(out, "genuine, byte for byte as it was issued, and current")?;
        return Ok(());
    }
    let mut codes: Vec<PageCode> = Vec::new();
    let read = scan::read(&bytes, &mut |page| {
        codes.extend(page.codes.iter().filter_map(|code| code.parse().ok()));
        true
    });
    if let Err(error) = read {
        bail!("{file} was not issued from this data file, and its pages cannot be read: {error}");
    }
    codes.sort();
    codes.dedup_by(|a, b| (&a.document, &a.hash8) == (&b.document, &b.hash8));
    let mut faults = Vec::new();
    for code in &codes {
        faults.push(judge(&mut desk, code, out)?);
    }
    match faults.as_slice() {
        [] => bail!("{file} was not issued from this data file, and no page carries a code of this program"),
        faults => bail!("{file} is not the genuine file of a current issue: {}", faults.join("; ")),
    }
}

/// What a code says of the paper it stands on.
fn judge(desk: &mut Desk, code: &PageCode, out: &mut impl Write) -> anyhow::Result<String> {
    let document = &code.document;
    let Some(issue) = find(desk, IssueKey::Document(document.clone()))? else {
        return Ok(format!("{document} was never issued from this data file"));
    };
    tell(desk, &issue, out)?;
    Ok(if issue.hash.get(..8) == Some(code.hash8.as_str()) {
        let void = issue.newer.as_ref().map_or_else(String::new, |newer| format!(" and {newer} has taken its place"));
        format!(
            "its code is that of {document}, but the file is not byte for byte ours{void}; it is a scan, was saved again or was altered, \
             compare it with `kesu print --reprint {document}`"
        )
    } else {
        format!("its code names {document} with other contents than were issued: the file is forged or altered")
    })
}

fn find(desk: &mut Desk, key: IssueKey) -> anyhow::Result<Option<Issue>> {
    match desk.ask(Request::FindIssue(key))? {
        Answer::FoundIssue(found) => Ok(found.map(|issue| *issue)),
        _ => Err(mismatch()),
    }
}

/// Document, form, case, when and by whom.
fn tell(desk: &mut Desk, issue: &Issue, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "{}", about(desk, issue)?)?;
    Ok(())
}

fn about(desk: &mut Desk, issue: &Issue) -> anyhow::Result<String> {
    let texts = Texts::new(Lang::En);
    let of = match issue.of {
        Some((case, sheet)) => {
            let Answer::Case(file) = desk.ask(Request::Open(case))? else { return Err(mismatch()) };
            format!("{} of case {}", texts.name("sheet", sheet.word()), file.case.number)
        }
        None => "weekly register".to_owned(),
    };
    let times = if issue.printed == 1 { "once".to_owned() } else { format!("{} times", issue.printed) };
    Ok(format!("{}: {of}, issued {} by {}, handed out {times}", issue.document, plain_time(issue.at), issue.by))
}
