"""The indicator's name: the words before the number without scope, period, verbs; or the noun after it."""

from __future__ import annotations

import re

from greenlight.kernel.facts import unnamed
from greenlight.kernel.facts.edges import PERIOD, SUFFIX, is_empty, stripped, trimmed
from greenlight.kernel.facts.words import heads, verbs
from greenlight.kernel.facts.words.choice import one_of, words

_CUT = re.compile(
    rf"^.*(?<!党)(?:{one_of(verbs.CUTTING)})(?:了|出(?![口租让入境栏台生院游版]))?"
    rf"(?!{SUFFIX}|[区金税款]|房(?!屋)|(?:项目|工程|行动)$)(?=.{{2,}}$)"
)
_INNER = re.compile(
    '实际(?=完成)|各[类项种](?!存款|贷款|税|收入|经费)(?=[一-龥]{2})|(?:[已将须需拟应]|(?<![主重次必首需])要)?(?:合计|完成(?!率)|累计|实现(?!率)|达到(?!或|国家|[ⅠⅡⅢⅣⅤI一二三四五]{1,3}[类级])|共计|总计|同比|预计)|[“”"]|的(?=.)|(?<=..)(?:全年|年内|今年以来|今年|本年度?|本[月周旬季]度?|当[月周季]|上半年)(?!预算|任务|目标|计划|[一二三四五新])'
)
_BROKEN = re.compile("(?:首次)?实现(?:了)?(?:零的?突破|从无到有|历史性突破|“零”的突破)(?:、[^,]{2,6})?$")
_TAKEN = re.compile(r"^.*(?:把|将|使(?!用|命|馆|得)|(?<![出转])让)(?!关|军|出|利)(?=.{2,})")
_PER = re.compile("(?:[人户亩村次件日]均|每[人户亩])(?:每?[年月日])?$")
_MOVED_WORD = re.compile("增收|减负|增产|增加|减少|增幅|节约|节支|多[一-龥]|少[一-龥]")
_AGENT = re.compile(  # 公安机关破获诈骗案件: who did it is no part of the name
    r"^.{0,12}?(?:机关|部门|法院|检察院|公安局?|派出所|干部|财政|银行|单位|各级|街道|乡镇|专班|志愿者"
    rf"|平台|图书馆|博物馆|文化馆|[局委办会队厅]|中心|师生|我们|特派员|口岸|供销社|[^区]医院|集团|妇联|残联|工会|系统"
    rf"|企业|公司|院校|学校|高校|机构|[站组员户]|领导(?:带队)?|大厅|居民|群众|农户|农民|社区|协会|保险|专家|党员|职工|教师)"
    rf"(?:[共已]|累计|先后|全年|当年|今年|年内)*(?:{one_of(verbs.ACTS, verbs.DEEDS, verbs.MORE_DEEDS)})"
    rf"(?:了|出(?![口租让入境栏台生院游版]))?(?!{SUFFIX})(?=.{{2,}})"
)
_MEASURE = re.compile(rf"(?:{one_of(heads.BARE, heads.MEASURE_ENDS)})$")
_TAIL_WORDS = words(
    "全部 正在 顺利 成功 分别 进行 参加 参与 获得 获评 完成 实现 达到 开展 通过 入选 列入 纳入 建成 "
    "投产 投用 竣工 落户 落地 动工 开工 签约 同比 增长 位列 进入 涉及 覆盖 提前 安装 全面 加快 陆续 "
    "新增 快速 稳步 带动 实行 推进 得到 予以 给予 处于 用于 以及 惠及 下放 其中 以上 至少 最多 进展 "
    "人均 户均 较上年 高于 低于 快于 主体封顶 主体完工 主体竣工 主体施工 主体工程"
)
# One-character words that end the noun after a number: each unless after : before.
_TAIL_SINGLES = (
    "已:早:, 均:人亩户平年月:衡价, 都:首古:市, 被::, 获::, 达:抵直:标产, 到::位账期, 在:存潜:建线谈册职"
    "校园岗编库地统途训, 为:行作成:民, 与:参:, 较::, "
    "比:占对性同环:赛例重亚, 占::地, 居:民安宜:民住委家, 约:签节集制预合条:束, 近:附:零海,"
    " 超::市声高算级, 共:公:享同富产性体, "
    "有:国所拥私公专:限机色效线轨害关责, 是::, 于::, 将::军, 可::再转持研回, 能:智功节新性职产储动效蓄势:源"
    "力耗效级, 由:自理:, 从:服:业, 向:方面意双定纵横:, 受::益众惠访检助灾损, "
    "按::揭, 且::, 也::, 并::网购, 中:集其高初:小心介医学药央国试高层型草部外标华试长等职西,"
    " 里::程, 让::, 使::用领, 把:::, 每::, 对:::接外口, 给::水排"
)


def _stops(singles: str) -> str:
    """Return the pattern of one-character stops, each with what it may not follow and precede."""
    made = []
    for one in re.split(r",\s*", singles.strip(" ,")):
        char, after, before = [*one.replace(":::", "::").split(":"), "", ""][:3]
        made.append((f"(?<![{after}])" if after else "") + char + (f"(?![{before}])" if before else ""))
    return "|".join(made)


_TAIL_STOP = re.compile(rf"[、“”+]|{one_of(_TAIL_WORDS)}|{_stops(_TAIL_SINGLES)}")
_LIST_STOP = re.compile(rf"[“”+]|{one_of(_TAIL_WORDS)}|{_stops(_TAIL_SINGLES)}")
_COUNTED_END = re.compile(rf"(?:{one_of(heads.COUNTED)})$")
_COUNTED = re.compile(rf"^.*(?:{one_of(heads.COUNTED)})")
_VERBAL = re.compile(
    rf"(?:{one_of(verbs.DEEDS, tuple(word for word in verbs.COPULAS if len(word) > 1))}"
    rf"|[以更最之为是有达超近约逐])"
    "(?!区|企业|项目|单位|人员|行业|主体|产品|机构|[产有]链)"
)
_MOVED = re.compile(  # 较上年的489起下降12.9%: what happened to it, no noun
    rf"(?:同比|环比|相比|还差|转入|转为|多为|位于|属于|来自|计算|测算"
    rf"|(?:{one_of(verbs.GROWTH, verbs.DECLINE)})(?!值|工程|行动|项目|[劳产收]))"
)
_ATTRIBUTE = re.compile(rf"(?:{one_of(verbs.ATTRIBUTES)})[^,。;的]{{0,6}}?(?:{one_of(heads.COUNTED)})")
_DOING = re.compile(  # 12家景区接待游客57万人次: the counted act, then what they did is counted
    rf"(?P<who>.{{0,10}}?(?:{one_of(heads.COUNTED)}))"
    rf"(?:{one_of(verbs.PREDICATES, verbs.DEEDS, verbs.MORE_DEEDS)})(?=.{{2,}})"
)
_STATES = frozenset(words("在建 待建 续建 停工 完工 在谈 待批 在办 待办 在审"))  # 尚有17个在建
_HOUSE = re.compile("[一-龥]{1,4}(?:[院所站馆室厂校店点]|中心|队伍|[专协网]?员)")  # 乡镇敬老院, 企业服务站
_GROWN = frozenset("园链带区群业部所站院馆商者户队厂库网组")  # 产业园, 合作社员: the noun goes on
_EXAMPLES = re.compile(
    r"^(?P<new>新签约|新引进|新招引|新开工|新建|新增)?[^,]*、[^,、]{1,20}等(?![级额外于候待])(?=.{3,}|项目$|活动$|企业$|问题$)"
)  # 云岭、石塘等公路服务站
_DISTRICTS = re.compile(
    r"[县市区镇乡村]\((?:[县市区旗镇乡村]|街道|社区|居)(?:、(?:[县市区旗镇乡村]|街道|社区))*\)"
)
_LEVELS = re.compile("^([国省市县区])、([国省市县区])(?=[级控考])")  # 12个国、省控断面
_AGED = re.compile(r"^\d{1,3}周?岁(?:及?以上|及?以下)?的?")
_QUOTES = str.maketrans("", "", '“”"')


_ALREADY = re.compile("(?<=[一-龥]{2})(?<!中)已(?=[一-龥]{2,4}$)")  # 签约项目已开工, 专项债券已支出
_ALL_OF_LIST = re.compile(  # 钢铁、水泥、玻璃三大传统产业产值 is of 三大传统产业产值
    r"^[^,]+、[^,]+?(?=(?:[两二三四五六七八九十]|\d{1,2})(?:大|个|类|项|家|块|种)[一-龥]{3,})"
)
_SIZED_FROM = re.compile(  # 投资亿元以上
    r"^(?:计划|协议|总)?投资额?(?=[\d一二三五十百千]*[十百千万亿]*元(?:及?以上|以下))"
)
_DONE_SO = re.compile("^[^,、的]{0,8}(?<![为除])了(?![解断却])(?=[一-龥“]{2,})")  # 我们立下了规上工业产值
_JOINTLY = re.compile(  # 税务部门共办理留抵退税
    "^[^,、的]{2,12}(?<!公)共(?![享同有产建和生性体用育青轨赢治管商富识])(?=[一-龥“]{4,})"
)
_OFFICE_ACTS = re.compile(  # 检察机关共立案
    "^[^,、的]{0,8}(?:机关|部门|系统|法院|检察院|局|派出所|纪委|监委|委员会|仲裁院|妇联|残联|工会)(?:[共已]|累计|依法|全年)*"
    f"(?=批准|提起|(?:立案|结案|审结|破案)$|(?:{one_of(verbs.ACTS, verbs.DEEDS, verbs.MORE_DEEDS)}).{{2,}})"
)
_PER_MANY = re.compile("每[百千万]")  # 每千人拥有企业
_NEWLY_END = re.compile("^(?:当年|本年|今年|全年|年内|当月)?新$")  # 其中当年新完成142家
_AMONG_THEM = re.compile(  # 村干部中大专学历占比
    "(?<=书记|党员|干部|教师|学生|企业|人员|居民|群众|村民|职工|代表|委员|队员)中(?=[^中]{2,}(?:占比|比例|比重|学历)$)"
)
_FIRMS_OF = re.compile("(?:(?<=规上)|(?<=规模以上))工业企业(?=总?产值|增加值|亩均)")  # 规上工业产值


_OVER = re.compile(  # 签约亿元以上项目 is 亿元以上签约项目
    r"(?<![新中未已批])(?P<deed>签约|开工)(?P<what>[\d.]{0,6}[十百千]?[亿万]元以上|[一-龥]{2,6}产业)(?:的)?(?=项目)"
)
_MEANS = re.compile(  # 通过收回、回购等方式盘活; 限上单位通过公共网络零售额
    "^(?:通过|采取|运用|以)[^,]{2,40}?(?:方式|形式|途径|渠道|手段|模式)(?=.)"
    "|^[^,、]{2,8}(?:单位|企业|部门|机构)通过(?=[^,]{4,}$)"
)


_AMONG = re.compile(  # 规上工业企业中有研发活动的: who does what, in the order of a name
    rf"^(?P<all>[^,]*(?:{one_of(heads.COUNTED)}))(?<![其集高初])中(?![心学小型高央药医国外标期介职层]),?(?P<what>[^,、]{{2,20}}?)的?(?:有|共有|达到?|为|共)?(?:约|近|超)?$"
)
_OWN_MEASURE = re.compile("收入|产值|税收|投资|利润|营收")


def _told_itself(what: str) -> bool:
    """Tell whether the words after 中 name what is counted: 在库企业中,高新技术企业36家."""
    return what[0] not in "有已未" and ends_counted(of_lead(what))


def among(lead: str) -> str:
    """Return whom the words after 中 tell of: 签约项目中已开工 → 已开工签约项目."""
    found = _AMONG.match(lead)
    if not found:
        return ""
    noun, what = of_lead(found["all"]), found["what"]
    if not noun or of_lead(what).endswith(("率", "比例", "占比", "比重")) or _told_itself(what):
        return ""
    return what if _OWN_MEASURE.search(what) else what + noun


_FROM_OR_FOR = re.compile(
    "^[ ,、]*(?:其中)?(?:主要)?(?:来自于?|用于)(?=[^,]{2,})"
)  # 来自长三角的31个, 用于产业发展的


_OF_AMOUNT = re.compile(  # 总装机中分布式27.9万千瓦
    "^(?!每)[^,、]{1,10}(?:总量|总额|总面积|装机|收入|支出|投资|贷款|存款|余额|产值)中,?(?=[^,心学小型高央]{2,12}$)"
)
_FOR_WHOM = re.compile(  # 为小区新建充电端口
    "^[ ,、]*为[^,、的]{2,8}?"
    "(?=新建|新增|新设|提供|办理|解决|发放|落实|争取|减免|节约|追回|挽回|减费|降低|安装|配备|开设)"
)


_SO_MANY = re.compile(
    "(?:以上)?(?:[两二三四五六七八九十](?:项|者|块|家|个|方面))(?:共|合计|总计|共计|加起来|合起来)?"
)
_QUOTED_RATE = re.compile("“([^”,]{2,12})”(?=[率度数面额量])")  # “一窗受理”率
_THAN_AIM = re.compile(  # 比目标多出27.6亿元, 较预期还要多收: what it is beside is no noun
    "[ 、,]*(?:比|较)[^,、]{0,6}(?:目标|任务|计划|预期|预算|往年|以往|当初|原来|平均|常年|正常年份)"
    "(?:还|又|要|足足|整整)*[多少高低快慢早晚][一-龥]{0,2}"
    r"|[ 、,]*(?:比(?![例重率值赛亚对照])|较(?![大快好强高多为]))[^,、]{1,12}?"
    rf"(?:{one_of(verbs.GROWTH, verbs.DECLINE)})[了约近]?"
)
_ONCE_DONE = re.compile(  # 达产后亩均税收, 委托第三方入户问卷
    "^(?:项目)?(?:全部|全面|整体)?(?:建成|达产|投产|竣工|完工|落地|投用|投运|通车|改造|实施|运营|达效){1,2}后(?=[^,]{2,})"
    "|^委托(?:第三方(?:机构)?|专业机构)(?=[^,]{2,})|(?<=^[年月日])可(?=[一-龥]{2})"
)
_JUDGED = re.compile(
    "^[^,、]{2,20}(?:考核|考评|测评|评价|评估|评选|检查|督查)中(?=[^心学小国得][一-龥])|(?<=考核|考评|测评|评价|评估)中(?=得分$)"
)  # 年度测评中得分


def of_lead(lead: str, ranked: bool = False) -> str:
    """Return the noun a lead names: 全市实现地区生产总值 → 地区生产总值; empty if none (同比增长)."""
    lead = _QUOTED_RATE.sub(r"\1", lead)
    lead = "" if _THAN_AIM.fullmatch(lead) else _OF_AMOUNT.sub("", lead)
    lead = _FOR_WHOM.sub("", _FROM_OR_FOR.sub("", lead))
    noun = stripped(trimmed(_OVER.sub(r"\g<what>\g<deed>", _MEANS.sub("", _BROKEN.sub("", lead))), ranked))
    taken = _TAKEN.match(noun)
    if taken:
        noun = stripped(noun[taken.end() :])
    per = _PER.search(noun)
    if per and (moved := _MOVED_WORD.match(lead[lead.rfind(per.group()) + len(per.group()) :])):
        noun += moved.group()
    noun = _ONCE_DONE.sub("", _without_agent(noun))
    noun = stripped(_JUDGED.sub("", _JOINTLY.sub("", _DONE_SO.sub("", noun))))
    noun = _ALL_OF_LIST.sub("", _SIZED_FROM.sub("", _OFFICE_ACTS.sub("", _after_de(noun))))
    cut = None if _PER_MANY.match(noun) else _CUT.match(noun)
    if cut and not is_bare(noun[cut.end() :]):
        noun = stripped(noun[cut.end() :])
    noun = _INNER.sub("", noun) if len(noun) > 2 else noun
    noun = _AMONG_THEM.sub("", _ALREADY.sub("", noun))
    noun = _FIRMS_OF.sub("工业", _EXAMPLES.sub(lambda hit: hit["new"] or "", noun))
    noun = "" if _SO_MANY.fullmatch(noun) else noun
    noun = unnamed.without(_NEWLY_END.sub("", noun))
    return "" if is_empty(noun) or is_empty(_HOW_DONE.sub("", noun)) else noun


def _without_agent(noun: str) -> str:
    """Return a noun without who did it: 周边院校开设订单班 → 订单班."""
    agent = _AGENT.match(noun) if len(noun) > 4 else None
    rest = stripped(noun[agent.end() :]) if agent else ""
    told = ends_counted(noun) or is_measure(noun) or noun.endswith(("经费", "费", "款"))
    return rest if (told or len(rest) > 2) and rest and not is_bare(rest) else noun


_HOW_DONE = re.compile("^(?:实际|实有|正式|基本|集中|全面|已经|累计|共)(?=[一-龥]{2})")  # 实际开工26个


def deed(lead: str) -> str:
    """Return the verb of a lead that names nothing else: 年内新开工 → 新开工; empty without one."""
    whole = _HOW_DONE.sub("", lead.strip(" 、,已了"))
    if whole in _DEEDS:
        return whole
    words = stripped(_MEANS.sub("", lead).strip()).removesuffix("了") or lead.strip()
    words = _OFFICE_ACTS.sub("", words)
    return words if words in _DEEDS else ""


_DEEDS = frozenset([*verbs.DEEDS, *verbs.MORE_DEEDS, *verbs.AFTER_NOUN]) - {
    "有",
    "达",
    "达到",
    "完成",
    "实现",
    "拥有",
    "累计",
    "合计",
    "共计",
    "突破",
    "增加",
    "减少",
}


def listed(text: str) -> str:
    """Return a list of nouns without the verbs and scope around it, the list kept whole."""
    return stripped(trimmed(text))


_OF_IT = frozenset(
    words("比率 比例 比值 比重 总额 总量 数量 规模 占比 增加值 投资 收入 面积 人数 户数 费用 成本")
)


def _after_de(noun: str) -> str:
    """Return what stands after the last 的: 列入省市计划的重点项目 → 重点项目."""
    before, de, after = noun.rpartition("的")
    if len(before) >= 3 and after in _OF_IT:
        return stripped(before.rpartition("的")[2]) + after
    return stripped(after) if de and len(after) >= 2 else noun.removesuffix("的")


_WHEN = re.compile(
    rf"(?:{PERIOD}|[年月季]底)前?|[一-龥]{{1,3}}[到至](?=\d|$)|因|由于|仍|还(?!款|迁|原)|没|自己|正(?=在|按)"
)  # 剩余26处明年一季度前清零
_DONE_AFTER = re.compile(  # 74件积案化解69件: the deed is of the number after it
    "(?<=[一-龥]{2})(?:化解|整改|销号|办结|动工|开工|竣工|完工|投产|签约|落地|整治|处置|销号|完成)$"
)


_DIVISION = re.compile(  # 在全市18个县区营商环境评价中
    "(?:县市区|市县区|区县|县区|市区|县市|设区市|地级市|市州|[一-龥]{1,2}[县市](?!区)|乡镇街道|乡镇|镇街|街道|省份|[一-龥]{0,6}?(?:开发区|经开区|高新区|园区))(?=[一-龥]{2,12}(?:评价|考核|考评|评比|评估|测评|排名|排行)[中里])"
)


def of_tail(tail: str, several: bool = False) -> str:
    """Return the thing counted right after the number: 市级重点项目已完成投资 → 市级重点项目; else empty."""
    district = _DISTRICTS.match(tail)
    if district:
        return re.sub("[(、)]", "", district.group())
    tail = _LEVELS.sub(r"\1\2", tail)
    text = re.split(r"[,。;:()\[\]|\t\x01]", tail.lstrip(" ").translate(_QUOTES)[:40])[0].removeprefix("的")
    text = _AGED.sub("", text)
    division = _DIVISION.match(text)
    if division:
        return division.group()
    head, de, rest = text.partition("的")
    if de and len(head) <= 14 and not _ends_counted(head) and _COUNTED.match(rest[:16]):
        text = rest
    if _MOVED.match(text) or _WHEN.match(text):
        return ""
    attribute = _ATTRIBUTE.match(text)
    stop = (_LIST_STOP if several else _TAIL_STOP).search(text, attribute.end() if attribute else 0)
    noun = (text[: stop.start()] if stop else text).partition("的")[0]
    doing = _DOING.match(noun)
    noun = doing["who"] if doing else noun
    if len(noun) < 2 or noun in _STATES or (_VERBAL.match(noun) and not attribute):
        return ""
    noun = _DONE_AFTER.sub("", noun)
    counted = _COUNTED.match(noun)
    if counted and _HOUSE.fullmatch(noun[counted.end() :]):
        return noun
    if not counted or (len(noun) - counted.end() <= 2 and noun[counted.end() :][:1] in _GROWN):
        return noun
    return counted.group()


def counted_end(noun: str) -> str:
    """Return the thing counted a noun ends with: 新开工项目 → 项目; empty without one."""
    found = _COUNTED_END.search(noun)
    return found.group() if found else ""


def ends_counted(noun: str) -> bool:
    """Tell whether a noun ends with a thing that is counted."""
    return bool(counted_end(noun))


def _ends_counted(noun: str) -> bool:
    found = _COUNTED.match(noun)
    return bool(found) and found is not None and found.end() == len(noun)


def is_measure(noun: str) -> bool:
    """Tell whether a noun ends as a measure does (产值, 投资)."""
    return bool(_MEASURE.search(noun))


def is_bare(noun: str) -> bool:
    """Tell whether a noun says nothing without what it measures: 总投资."""
    return noun in heads.BARE_SET


def of_topic(noun: str) -> bool:
    """Tell whether a bare measure is of the thing counted just before it: 总投资, not 奖补资金."""
    return noun in heads.OF_TOPIC


def entity(noun: str) -> str:
    """Return what is measured: 稀土产业增加值 → 稀土产业."""
    return _MEASURE.sub("", noun)
