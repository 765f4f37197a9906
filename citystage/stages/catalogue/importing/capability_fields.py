"""The columns in which capabilities come in and go out, with the headings real lists use."""

from citystage.foundation.sheets.fields import Kind, named

CAPABILITY_FIELDS = (
    named("source_id", "来源编号", "Source id", "id|编号", longest=120),
    named(
        "company",
        "企业名称",
        "Company",
        "公司名称|单位名称|机构名称|供给单位|企业|单位|organisation|organization|supplier|name",
        required=True,
        longest=200,
    ),
    named(
        "title",
        "能力名称",
        "Capability",
        "场景能力名称|场景能力|产品名称|核心产品|产品|product|主营业务|title",
        longest=300,
    ),
    named(
        "description",
        "能力说明",
        "Description",
        "场景能力说明|企业与产品简介|产品简介|简介|核心定位|核心技术|介绍|advantages|summary",
        kind=Kind.LONG,
    ),
    named("field", "所属领域", "Field", "场景类型|类别|行业|应用领域|领域|category", longest=200),
    named("chain", "所属产业链", "Industry chain", "产业链", longest=200),
    named(
        "applies_to",
        "可应用场景",
        "Applies to",
        "可应用落地场景|application_domain|应用场景|适用场景",
        longest=300,
    ),
    named("cases", "应用案例", "Cases", "典型客户/案例|案例|参考案例|典型案例", kind=Kind.LONG),
    named("qualifications", "企业资质", "Qualifications", "资质与荣誉|资质|荣誉", kind=Kind.LONG),
    named("seeking", "对接需求", "Seeking", "需求|demand|寻求", kind=Kind.LONG),
    named("city", "所在城市", "City", "城市|地市", longest=120),
    named("contact_person", "联系人", "Contact person", "联系人姓名|contact", longest=120),
    named(
        "contact_phone",
        "联系电话",
        "Contact telephone",
        "电话|手机|联系方式",
        kind=Kind.PHONE,
        longest=200,
    ),
    named("contact_email", "电子邮箱", "Contact e-mail", "邮箱", longest=200),
    named("unverified", "待核实字段", "Unverified", "unverified_fields", kind=Kind.WORDS),
    named("source_title", "来源标题", "Source title", "来源|source", longest=1_000),
    named(
        "source_url",
        "来源链接",
        "Source address",
        "link|url|链接|网址",
        kind=Kind.LINK,
        longest=2_000,
    ),
    named("remarks", "备注", "Remarks", "lab|note|remark", kind=Kind.LONG),
)
