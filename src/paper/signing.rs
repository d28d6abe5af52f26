//! The boxes in which a sheet is signed or stamped, as they are named on it.

use super::official_incident::APPROVALS;
use crate::domain::event::SheetKind;
use crate::domain::incident::Post;

/// A place for a signature or a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureBox {
    pub name: &'static str,
    /// The sheet does not count as signed without it, unless somebody says why.
    pub needed: bool,
}

const fn needed(name: &'static str) -> SignatureBox {
    SignatureBox { name, needed: true }
}

const fn at_need(name: &'static str) -> SignatureBox {
    SignatureBox { name, needed: false }
}

/// The boxes of a sheet in the order of the paper; technical support, witnesses and third parties sign where there are any.
#[must_use]
pub fn signature_boxes(sheet: SheetKind) -> Vec<SignatureBox> {
    match sheet {
        SheetKind::Feedback => {
            vec![needed("填报人"), needed("驻外服务经理核实"), at_need("技术支持"), at_need("客服部审核")]
        }
        SheetKind::Survey => vec![
            needed("用户签名"),
            at_need("见证人签名"),
            needed("调查人签名"),
            needed("驻外服务经理"),
            at_need("大区经理"),
            at_need("客服部"),
        ],
        SheetKind::Losses => {
            let witness = at_need("保险查勘员/见证人");
            vec![needed("受损方（签名/指印）"), needed("制表人"), needed("驻外服务经理核对"), witness]
        }
        SheetKind::Settlement => vec![
            needed("甲方（盖章）"),
            needed("乙方（签名）"),
            at_need("丙方（盖章）"),
            at_need("见证人（签名）"),
            at_need("收款人（签名）"),
        ],
        SheetKind::Closing => APPROVALS
            .iter()
            .map(|(name, posts)| SignatureBox { name, needed: posts.contains(&Post::FieldManager) })
            .collect(),
        SheetKind::Dispatch | SheetKind::Urge | SheetKind::Rehandling => {
            vec![needed("承办分部签收"), at_need("第一责任人签收")]
        }
        SheetKind::Correction => vec![needed("更正人"), needed("复核人"), at_need("客服部负责人")],
        SheetKind::Objection => {
            vec![needed("填报人（业务员）"), needed("业务负责人"), at_need("总经理（涉及付款）")]
        }
        SheetKind::Register => {
            vec![needed("填报人（业务经理）"), needed("驻外服务经理汇总"), needed("客服部接收")]
        }
        SheetKind::Appeal => vec![needed("填报人"), needed("审核人"), needed("客服部负责人")],
    }
}
