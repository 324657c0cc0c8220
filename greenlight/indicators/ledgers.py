"""规上企业月度指标表: one record for an enterprise and a month (headers of ledgers.md §6)."""

from greenlight.base.ledger import Check, Column, Ledger, Said, listed

_OUTPUT = "产值"
_OTHER = "税|增加值|收入|利润|用电|能耗|销售|出口|人数|投资|研发|工资|单位产值|万元产值|亩均"
_MONTH_ONLY = "本月|当月|§月|单月|月度"
_BEFORE = "同期|去年|上年"
_GROWTH = "同比|增长|增速|增幅|±|+-"

INDICATORS = Ledger(
    name="indicators",
    title="规上企业月度指标表",
    kind="enterprise_monthly_indicator",
    lenient=True,
    rows="months",
    key="enterprise_name",
    same=(("enterprise_name", "month"), ("enterprise_name",)),
    nouns=("户", "家", "个"),
    title_words=listed("规上 规模以上 月度指标 主要指标 工业企业 产值 月报"),
    category="industry",
    said=(
        Said(r"(?:企业|规上|共)(?:有|计|共)?(\d+)(?:户|家)|(\d+)(?:户|家)(?:规上|规模以上|工业)?企业"),
        Said(r"(?:总产值|产值)(?:累计|完成|为|达|共)?([\d.]+)(?P<unit>亿元|万元)", "output_ytd"),
    ),
    checks=(
        Check("ytd_decreased", ("output_ytd",)),
        Check("ytd_decreased", ("output_ytd_prev_year",)),
        Check("ytd_decreased", ("tax_ytd",)),
        Check("yoy_mismatch", ("output_yoy_pct", "output_ytd", "output_ytd_prev_year")),
    ),
    columns=(
        Column(
            "enterprise_name",
            "企业名称",
            "name",
            listed("企业 单位名称 企业全称 单位详细名称 公司名称 法人单位名称 详细名称 单位"),
            required=True,
            width=26,
            words=("企业|单位|公司 & 名|全称",),
        ),
        Column(
            "uscc",
            "统一社会信用代码",
            "uscc",
            listed("信用代码 社会信用代码 社会统一信用代码 统一代码 企业信用代码 组织机构代码 统一信用代码"),
            width=20,
            words=("信用代码|机构代码|统一代码",),
        ),
        Column(
            "industry",
            "行业",
            "name",
            listed(
                "行业类别 所属行业 行业代码 行业名称 行业代码及名称 行业分类 行业大类 "
                "国民经济行业 行业小类 产业 所属产业"
            ),
            words=("行业|产业 - 产值|排名|增速",),
        ),
        Column(
            "month",
            "月份",
            "month",
            listed("年月 统计月份 年度/月 报告期 所属期 期别 统计期 时间 数据月份 年/月 报告月份"),
            carried=True,
            words=("月份|年月|报告期|所属期|统计期",),
        ),
        Column(
            "output_ytd",
            "工业总产值累计",
            "money",
            listed(
                "累计 本年累计 累计产值 累计总产值 累计完成 总产值累计 产值累计 自年初累计 "
                "工业总产值 本期累计 本年 本期 规上工业总产值 累计工业总产值 总产值 产值"
            ),
            words=(
                f"{_OUTPUT} & §累|累计|本年|本期|年初 - {_BEFORE}|{_GROWTH}|%|{_MONTH_ONLY}|{_OTHER}",
                f"{_OUTPUT} - {_BEFORE}|{_GROWTH}|%|{_MONTH_ONLY}|{_OTHER}|计划|目标|预计",
            ),
            unit="万元",
            by_month="ytd",
            summed=True,
        ),
        Column(
            "output_ytd_prev_year",
            "去年同期",
            "money",
            listed(
                "上年同期 同期 上年同期累计 去年同期累计 同期累计 去年累计 上年累计 "
                "去年同期产值 上年同期产值 上年同期数 去年同期数"
            ),
            words=(
                "同期 - 税|增加值|收入|利润|用电|能耗|增|比|%|本月|当月|§月",
                f"{_OUTPUT} & {_BEFORE} - {_GROWTH}|%|{_MONTH_ONLY}|{_OTHER}|比",
            ),
            unit="万元",
            by_month="ytd",
            summed=True,
        ),
        Column(
            "output_yoy_pct",
            "同比",
            "percent",
            listed(
                "同比% 同比增长 增速 增幅 同比增速 同比增减 同比增幅 增长率 增长% 增速% "
                "同比增长率 比去年同期增长 比上年同期增长 增减% 同比（±%）"
            ),
            words=(
                "同比|增速|增幅 - 税|增加值|收入|利润|用电|能耗|本月|当月|§月",
                f"{_OUTPUT} & {_GROWTH} - {_MONTH_ONLY}|{_OTHER}",
            ),
            unit="%",
            by_month="ytd",
        ),
        Column(
            "tax_ytd",
            "实缴税收",
            "money",
            listed(
                "税收 累计税收 税收累计 实缴税金 入库税收 应交税金 税金总额 实缴税收累计 "
                "税收总额 纳税额 纳税总额 上缴税收 累计入库税收 缴纳税收 缴税"
            ),
            words=(f"税 - {_BEFORE}|{_GROWTH}|%|{_MONTH_ONLY}|亩均|每亩|号|率|增值税|所得税|免|退|其中",),
            unit="万元",
            by_month="ytd",
            summed=True,
        ),
    ),
)
LEDGERS = (INDICATORS,)
