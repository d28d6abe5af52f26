//! The official words of form 1: names of its fields and options behind its boxes.

use crate::domain::words::words;

/// Declares the fields once: stored word and Chinese name.
macro_rules! fields {
    ($($variant:ident = $word:literal, $label:literal;)+) => {
        words! {
            /// A field of form 1, in form order.
            pub enum FieldKey { $($variant = $word),+ }
        }

        impl FieldKey {
            /// The Chinese name as it stands on the form.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    };
}

fields! {
    DocNo = "doc.no", "编号";
    Unit = "unit.name", "反馈单位";
    Class = "info.class", "信息类别";
    Region = "region", "大区/省/市";
    ReportDate = "report.date", "反馈日期";
    ReporterName = "reporter.name", "反馈人";
    ReporterPost = "reporter.post", "岗位";
    ReporterPhone = "reporter.phone", "电话";
    Source = "source", "来源";
    Category = "product.category", "品类";
    Model = "product.model", "型号";
    Quantity = "product.qty", "数量(台)";
    Batch = "product.batch", "生产批次";
    Barcode = "product.barcode", "产品条码/机号";
    Made = "product.made", "生产日期";
    Bought = "product.bought", "购买日期";
    Channel = "product.channel", "购买渠道";
    Installed = "product.installed", "安装日期";
    Installer = "product.installer", "安装单位";
    CustomerName = "customer.name", "用户姓名";
    CustomerPhone = "customer.phone", "联系电话";
    CustomerArea = "customer.area", "所在地区";
    FaultPart = "fault.part", "故障部位";
    FaultCode = "fault.code", "故障代码";
    Occurrence = "fault.occurrence", "发生情况";
    FaultText = "fault.text", "故障现象";
    Environment = "env.text", "使用及安装环境";
    Evidence = "evidence.counts", "取证";
    HandlingState = "handling.state", "处理状态";
    Verified = "handling.verified", "核实情况";
    HandlingText = "handling.text", "处理方法或处理建议";
    TechReceived = "tech.received", "接收时间";
    TechDue = "tech.due", "应答复时间";
    TechReplied = "tech.replied", "实际答复时间";
    TechReply = "tech.reply", "处理意见或方案";
    BatchDecision = "batch.decision", "批量判定";
    Stock = "batch.stock", "库存处置";
}

/// Declares the options of one group of boxes.
macro_rules! options {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal, $label:literal;)+ }) => {
        words! {
            $(#[$meta])*
            pub enum $name { $($variant = $word),+ }
        }

        impl $name {
            /// The words behind the box.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    };
}

options! {
    /// 信息类别 (000§3.1-3.5).
    InfoClass {
        Quality = "quality", "一般质量";
        Major = "major", "重大质量/事故";
        Complaint = "complaint", "市场客诉";
        Service = "service", "服务管理";
        Competitor = "competitor", "竞品";
    }
}

options! {
    /// 发生情况.
    Occurrence {
        First = "first", "首次";
        Repeated = "repeated", "重复";
        Several = "several", "同批多台";
    }
}

options! {
    /// 处理状态.
    HandlingState {
        Done = "done", "已处理";
        Open = "open", "未处理";
    }
}

options! {
    /// 核实情况.
    Verified {
        True = "true", "属实";
        Untrue = "untrue", "不实";
        Pending = "pending", "待核实";
    }
}

options! {
    /// 批量判定 (000§4.1.1).
    BatchDecision {
        Single = "single", "非批量";
        Batch = "batch", "批量，转品质部主导";
    }
}

options! {
    /// 库存处置; several may apply.
    StockAction {
        Mark = "mark", "标示";
        Isolate = "isolate", "隔离";
        Release = "release", "放行";
        None = "none", "不涉及";
    }
}
