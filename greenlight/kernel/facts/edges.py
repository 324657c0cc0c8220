"""Take from both ends of a lead what is no part of the indicator: periods, scope, joining words, verbs."""

from __future__ import annotations

import re

from greenlight.kernel.facts.words import heads, scopes, verbs
from greenlight.kernel.facts.words.choice import one_of, words

PERIOD = (
    r"(?:(?:19|20)\d\d(?:年|—)(?:度|末|底)?|[年月季]底前|[春汛节年]前|本年度|前(?:1?\d|[两二三四五六七八九十]{1,2})个月|(?:今年|去年|上年|明年|当年|本年)[末底]?|年内|年底|全年"
    r"|上半年|下半年|前三季度"
    r"|[一二三四](?:、[一二三四])?季度末?|(?:1[0-2]|[1-9])月?(?:—|-|~|至|到){1,2}(?:1[0-2]|[1-9])月份?"
    r"|(?:1[0-2]|[1-9])月(?:份|底|末)?(?!度)(?:\d{1,2}日)?|截[至止]?(?:到)?|到(?=\d|明年"
    r"|今年|年底)|至今|自?年初(?:以来|起)|今年以来|以来"
    r"|“?十[二三四五]五”?(?:期间|以来|时期|末)?|(?:过去|近|未来|今后)[一二三四五十两\d]年"
    r"|[两三四五]年来|近年来|期间|当前"
    r"|[两三四五十]年(?=累计|共|合计|$)|单月|[春秋]季(?=招生|入学|开学|小学|初中|高中|学期|新生)|本[月周季旬]度?"
    r"|上周|当[周季]|[两三四五六七八九]个月|每个?月|一[年天次](?=净|新|就|省|增|提|多|少|投|进|减|$)"
    r"|\d{1,2}日|每(?:年|月|天|日)|次年|首年|季度末|年末|月末)"
)
_BASE = (
    r"(?:(?:上一?年|去年)(?:国庆|春节|五一|中秋|端午|元旦|这时候?|此时)?|上月|上季度|年初|(?:19|20)\d\d年|“?十[一二三四]五”?末?|同期|前年|疫情前"
    r"|(?:年初|年度)?(?:预算|计划)数?(?!投资|总投资|完成)|上期|上一?轮|上次|常年|正常年|历史同期)"
)
_CHANGED = (
    rf"(?:比|较|与|同){_BASE}(?:同期|同月|末|底|相比|比)?|同比|环比|可比口径|同口径|按可比价格?(?:计算)?"
    rf"|(?:剔除|扣除)[^,]{{0,12}}(?:因素|影响|基数)后?|剔除[^,]{{0,12}}后|自然口径"
)
_PEERS = (
    r"(?:在|分?居|分?列|排|位)?(?:全[国省市区县州盟球]|同类|全行业|世界|本市|市内|省内)(?:各?(?:县"
    r"|区|市|州|盟|旗|开发区|园区|高新区|经开区|"
    r"省级开发区|国家级开发区|县市区|区县|县区|市区|同类)){0,3}(?:中|内|里)?(?:的)?|在[^,、]{1,12}(?:中"
    r"|里|内|上)"
)
_FORMER = (
    "(?:由|从)[一-龥]{2,4}前的?(?:每[人户亩家件])?|(?:较|比)[一-龥]{2,4}前的?"
    "|(?:由|从)?(?:年初|法定|原来|原先|以往|期初)的?"
)
_END = re.compile(rf"(?:{_CHANGED}|{_FORMER}|每[人月年户亩天生床]{{1,2}}(?:每[月年天])?|{_PEERS}|{PERIOD})$")
_OFF_BASE = re.compile(
    rf"(?:比|较){_BASE}(?:同期|末|底)?(?:高|低|快|慢|早|晚|贵|[多少](?:投入|争取|支出|签约|引进|安排|发放|接待|培训|办理|兑现|招收|完成)|[多少增减][一-龥]?)(?:了|出(?![口租让入境栏台生院游版]))?$|同比[多少][一-龥]$"
)
_SIGNS = " :,、.“”\"'‘’≥≤><=·"
_RANKED = frozenset(
    words(
        "在列 在 列 居 排名 位列 位居 排在 排 居于 名列 稳居 继续 保持 跃居 跃升 上升 升至 仍 同样 双双 "
        "全部 都 总体 位次 名次 前移 提升 进位 获得 荣获 位 前 夺得 获 均 列全 排全 居全"
    )
)
_AIMS = words("奋斗目标 总目标 预期目标 主要目标 工作目标 发展目标 总体目标 目标任务")
_RATES = words("年均 平均 复合 拉动 增速比 增幅比 降幅比 增速较 增幅较 降幅较 较 累计较")
_WORDS = frozenset((*verbs.GROWTH, *verbs.DECLINE, *verbs.COPULAS, *_AIMS, *_RATES)) - {"长", "收"}
_LONGEST = max(map(len, _WORDS))
# One-character words that stand before a number, each unless it follows one of these.
_GUARDS = {
    one[0]: one[2:]
    for one in words(
        "中:集其高初 有:所国拥公私自专享 约:签集节制预条大 共:公 达:直到发 近:附 到:签报遇直 至:四 "
        "占:抢 增:新激倍扩 升:提晋跃 减:缩 降:沉起 少:年青 快:加 高:提新标升崇 就:成 超:赶 过:通经超 "
        "为:行作成 要:需重主 在:存潜 余:其剩盈业结 等:平高中初优同 则:规原准 还:归偿返退 仅:不 "
        "均:人户亩平日村次件宗店家场校台辆笔单站株头栋间桌箱趟 "
        "都:首古 低:最降 略:战策 新:创更高革 更:变 拟:虚模 以:可 现:实发体兑 位:岗单学床车泊席点站部方 "
        "须:必胡 应:供反效响适感对相 "
        "得:取获所心难 能:功节性产储动职智才可效势 可:许认 却:冷退推忘 "
        "独:单孤唯惟 前:目 居:民安宜 列:系班序 排:安减 由:自理 从:服 多:众繁"
    )
}
_AFTER_NOUN = frozenset(verbs.AFTER_NOUN)
_NOUN_END = re.compile(rf"(?:{one_of(heads.COUNTED, heads.MEASURE_ENDS)})$")
_REGION = re.compile(
    r"^[^,、的和]{0,10}?(?:经济技术开发区|经济开发区|高新技术产业开发区|经开区|高新区|新区|新城"
    r"|开发区|工业园区|综保区|自贸试验区|示范区|园区|管委会)"
    r"(?:管委会)?(?:\([^)]{1,12}\))?(?=[^等中数]{2,})"
)


def _guarded(singles: str) -> str:
    """Return a pattern of single characters, each unless the characters after its colon follow."""
    pairs = (pair.partition(":") for pair in singles.split())
    return "|".join(f"{char}(?![{stop}])" if stop else char for char, _, stop in pairs)


_JOIN = one_of(scopes.JOINS) + "|" + _guarded(scopes.SINGLES)
_OFFICES = "政务服务|行政审批|融媒体|人民医院|图书馆|文化馆|博物馆|不动产|公共资源"
_BEFORE = (  # 发行专项债券, 加上二年级, 设三级林长, 实际日均处理
    "发行(?=[一-龥]{0,6}债)|加上(?!年)|加(?=上年)|设(?=[一二三四]级)"
    "|实际(?!使用|利用|到位|到账|增长|完成|支出|办理)(?=[一-龥]{3})"
)
_LEAD = re.compile(
    rf"(?:[①-⑳]|{_BEFORE}|处(?=罚[款金没])|[区县市镇](?={_OFFICES})|{PERIOD}|{_CHANGED}|{_JOIN}"
    rf"|[ 、,.:;·“”\"'‘’)\]\x01—-])"
)
_SCOPED = re.compile(rf"(?:{one_of(scopes.SCOPES)})(?!内?就诊|经济|商业)(?=[^的]{{2,}})")
SUFFIX = (
    "强度|率|量|额|数(?![据字控码])|费|面积|面|比例|水平|能力|比重|占比|成本|规模|标准|价格"
    "|系数|程度|进度|时限|时间"
)
_PLAIN = rf"(?:了|出(?![口租让入境栏台生院游版]))?(?!{SUFFIX}|[区性型业器员者化]|房(?!屋))(?=.{{2,}})"
_DONE = re.compile(rf"(?!主导[产行]业)(?:{one_of(verbs.DEEDS)}){_PLAIN}")
_MORE = re.compile(
    rf"(?:{one_of(verbs.MORE_DEEDS)})(?!(?:{one_of(heads.BARE)})$"
    rf"|[站点院室班师证所库厂]|住房|人次|人数|次数|件数|户数|起数|机构|中心|基地|平台|队伍|服务|活动$|岗位|.{{0,4}}损失){_PLAIN}"
)
_TO_RATE = re.compile(
    "实现|完成|达到|达成|保持|确保|提高|提升|降低|稳定|控制|推动|推进|促进|加快|带动|力争|使"
)
_NEW = re.compile(
    r"[新净](?:增|签约|引进|开工|投产|入库|注册|登记|认定|培育|建成|落地|设立|招引|入驻"
    r"|上市|上|开|建|招|签|获批|获|申请|创建|申报"
    r"|入规|纳|竣工|出让|能源|材料|兴|型|质|一代|动能|业态|产品|品种|技术)"
)
_STAGE = re.compile(
    "(?:新建|续建|改建|扩建|在建|签约|开工|竣工|完工|投产|入库|落地|停工|储备|在谈|上云|贯标|备案|拟建|盘活|上市|挂牌|规划)(?:项目|企业|公司)"
)
_SIDE = re.compile(r"^.{1,12}方面|^(?:实现)?零的突破、?")
_EMPTY = re.compile(
    rf"(?:{_JOIN}|{one_of(verbs.COPULAS, verbs.DEEDS, verbs.MORE_DEEDS, scopes.SCOPES)}){{1,3}}"
)


def trimmed(lead: str, ranked: bool = False) -> str:
    """Strip verbs, comparisons and periods from the end, one after another (at most 24 of them).

    亩均税收达到 → 亩均税收; 进出口总额同比增长约 → 进出口总额.
    """
    text = lead[-120:].rstrip(_SIGNS)
    for _ in range(24):
        shorter = _shorter(text, ranked)
        if shorter == text:
            break
        text = shorter.rstrip(_SIGNS)
    return text


def _is_edge(text: str, length: int, ranked: bool) -> bool:
    word = text[-length:]
    if word not in _WORDS and not (ranked and word in _RANKED):
        return False
    if length > 1 and word[0] == "均" and text[-length - 1 : -length] in tuple(_GUARDS["均"]):
        return False  # 失业率平均为
    return length > 1 or len(text) < 2 or text[-2] not in _GUARDS.get(word, "")


def _shorter(text: str, ranked: bool) -> str:
    for length in range(min(_LONGEST, len(text)), 0, -1):
        if _is_edge(text, length, ranked):
            return text[:-length]
    found = _OFF_BASE.search(text[-16:]) or _END.search(text[-24:])
    if found and found.re is _OFF_BASE:
        return text[: max(0, len(text) - 16) + found.start()]
    if found and found.group():
        return text[: max(0, len(text) - 24) + found.start()]
    return _without_deed(text)


def _without_deed(text: str) -> str:
    """Strip a verb that stands between a noun and its number: 招引项目落地 → 招引项目."""
    for length in (6, 5, 4, 3, 2):
        if text[-length:] in _AFTER_NOUN and _NOUN_END.search(text[:-length]):
            return text[:-length]
    return text


def stripped(noun: str) -> str:
    """Strip scope, period, joining words and verbs from the front, one after another (at most 24).

    其中全市共实施技改项目 → 技改项目; 新签约项目 stays.
    """
    noun = _SIDE.sub("", noun)
    for _ in range(24):
        if noun in heads.BARE_SET or _NEW.match(noun) or _STAGE.match(noun):
            break
        found = (
            _LEAD.match(noun)
            or _SCOPED.match(noun)
            or _DONE.match(noun)
            or _MORE.match(noun)
            or _REGION.match(noun)
        )
        if not found or len(noun) - found.end() == 1:
            break
        if found.re in (_DONE, _MORE) and noun.endswith("率") and not _TO_RATE.match(noun):
            break
        noun = noun[found.end() :]
    return "" if len(noun) == 1 else noun.strip(_SIGNS)


def is_empty(noun: str) -> bool:
    """Tell whether words name nothing: 其中有, 累计完成."""
    return len(noun) < 2 or (noun not in heads.BARE_SET and len(noun) <= 6 and bool(_EMPTY.fullmatch(noun)))
