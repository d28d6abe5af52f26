//! Why a sheet could not be made or written, in sentences a clerk can act on.

/// Everything that can go wrong between the data and the finished PDF.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A face that belongs to the program could not be unpacked or read: the program file itself is damaged.
    #[error("字体“{face}”无法读取：{why}")]
    Font {
        /// PostScript name of the face.
        face: &'static str,
        /// What the reader said.
        why: String,
    },
    /// No face has these characters. Nothing is printed: a square in a name is worse than no form.
    #[error("字体中没有{}，不能打印；请改用通用规范汉字或手写该页", named(.chars))]
    Missing {
        /// Each missing character once, in the order of appearance.
        chars: Vec<char>,
    },
    /// A final print was asked for while required fields are empty.
    #[error("{}；可先打印预填稿", lacking(.fields))]
    Incomplete {
        /// Labels of the empty required fields in form order; none when it is the steps before that are not done.
        fields: Vec<&'static str>,
    },
    /// The text of a QR code is longer than the largest code holds.
    #[error("二维码内容过长")]
    QrTooLong,
    /// A picture is not a JPEG that a PDF can carry as it is.
    #[error("图片不是可用的 JPEG：{0}")]
    Jpeg(String),
    /// The PDF writer refused; the text is the writer's own.
    #[error("PDF 无法生成：{0}")]
    Pdf(String),
}

fn named(chars: &[char]) -> String {
    chars.iter().map(|c| format!("“{c}”（U+{:04X}）", u32::from(*c))).collect::<Vec<_>>().join("、")
}

fn lacking(fields: &[&str]) -> String {
    if fields.is_empty() {
        "前面的步骤尚未完成".to_owned()
    } else {
        format!("还有必填项未填：{}", fields.join("、"))
    }
}
