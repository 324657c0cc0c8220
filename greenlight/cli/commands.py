"""The commands and their options, as a table."""

from __future__ import annotations

import argparse
from datetime import date

from greenlight.cli import Parser, checks, lining, papers, reporting, searching, serving, zone

EXAMPLES = """例子：
  greenlight read 7月重点项目进展情况表.xlsx
  greenlight import 7月重点项目进展情况表.xlsx --ledger projects --dry-run
  greenlight plan --template 工业招商项目 --finish 2027-06-30
  greenlight signin leader
  greenlight check-report 工作总结.docx
"""


def day(text: str) -> date:
    """Read a day of the command line; argparse shows the sentence of the error."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，例：2027-06-30") from None


def parser() -> Parser:
    """Return the whole command line."""
    both = Parser(add_help=False)
    both.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="给机器读的输出")
    both.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="数据目录，默认 ./data")
    top = Parser(
        prog="greenlight", description="绿灯：开发区项目的承诺、灯和台账", epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    top.add_argument("--json", action="store_true", help="给机器读的输出")
    top.add_argument("--data", metavar="DIR", default="", help="数据目录，默认 ./data")
    commands = top.add_subparsers(metavar="命令", required=True, parser_class=Parser)
    for add in (add_serve, add_zone, add_papers, add_reports):
        add(commands, both)
    return top


def add_serve(commands: argparse._SubParsersAction[Parser], both: Parser) -> None:
    """serve, demo, signin, doctor."""
    one = commands.add_parser("serve", parents=[both], help="准备数据库并开始服务")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--no-demo", action="store_true", help="不装演示园区，数据库空时建一个空园区")
    one.add_argument("--zone", default="我的园区", metavar="NAME", help="空园区的名称")
    one.set_defaults(handler=serving.serve)
    one = commands.add_parser("demo", parents=[both], help="装入演示园区（数据库空时）")
    one.add_argument("--remove", action="store_true", help="把演示园区连同它的全部数据删掉")
    one.set_defaults(handler=zone.demo)
    one = commands.add_parser("signin", parents=[both], help="打印一个角色的一次性登录链接")
    one.add_argument("role", metavar="ROLE", help="leader clerk unit_handler liaison inspector …或用户名")
    one.add_argument("--port", type=int, default=8000)
    one.set_defaults(handler=zone.signin)
    one = commands.add_parser("doctor", parents=[both], help="检查这台机器和数据")
    one.set_defaults(handler=checks.doctor)


def add_zone(commands: argparse._SubParsersAction[Parser], both: Parser) -> None:
    """import, export, lights: they need the database."""
    one = commands.add_parser("import", parents=[both], help="导入一个台账文件")
    one.add_argument("file")
    one.add_argument("--ledger", default="projects")
    one.add_argument("--zone", default="", help="园区名称，只有一个时可不写")
    one.add_argument("--dry-run", action="store_true", help="只看差别，不写入")
    one.add_argument("--answer", action="append", default=[], metavar="编号=选项", help="答一个问题，可重复")
    one.add_argument("--columns-as-read", action="store_true", help="列就按认出来的收，不再确认")
    one.set_defaults(handler=zone.import_file)
    one = commands.add_parser("export", parents=[both], help="导出一个台账")
    one.add_argument("out", metavar="OUT.xlsx")
    one.add_argument("--ledger", default="projects")
    one.add_argument("--zone", default="")
    one.set_defaults(handler=zone.export)
    one = commands.add_parser("lights", parents=[both], help="算灯：今天、某一天、某个规则包")
    one.add_argument("--on", type=day, default=None, metavar="D")
    one.add_argument("--pack", default="", metavar="P")
    one.add_argument("--zone", default="")
    one.set_defaults(handler=zone.lights)
    one = commands.add_parser("index", parents=[both], help="重建搜索索引，--check 只核对")
    one.add_argument("--zone", default="")
    one.add_argument("--check", action="store_true", help="不改，只看和台账一不一致")
    one.set_defaults(handler=searching.index)
    one = commands.add_parser("lines", parents=[both], help="重建台账行，--check 只核对")
    one.add_argument("--zone", default="")
    one.add_argument("--check", action="store_true", help="不改，只看和各房间一不一致")
    one.set_defaults(handler=lining.lines)


def add_papers(commands: argparse._SubParsersAction[Parser], both: Parser) -> None:
    """read, plan, schedule: files in, answers out, no database and no Django."""
    one = commands.add_parser("read", parents=[both], help="读一个工作簿，打印读到了什么")
    one.add_argument("file")
    one.set_defaults(handler=papers.read)
    one = commands.add_parser("schedule", parents=[both], help="算一个网络图：日期、时差、关键线路")
    one.add_argument("file", metavar="FILE.json")
    one.set_defaults(handler=papers.schedule)
    one = commands.add_parser("plan", parents=[both], help="按节点库排一个计划")
    one.add_argument("--template", required=True, help="工业招商项目 | 政府投资项目 | 技改项目")
    way = one.add_mutually_exclusive_group(required=True)
    way.add_argument("--start", type=day, metavar="D", help="从这天开始顺排")
    way.add_argument("--finish", type=day, metavar="D", help="按承诺日倒排")
    one.add_argument("--off", action="append", default=[], metavar="CONDITION", help="不适用的条件，可重复")
    one.set_defaults(handler=papers.plan)


def add_reports(commands: argparse._SubParsersAction[Parser], both: Parser) -> None:
    """check-report: the numbers of reports, no database and no Django."""
    one = commands.add_parser(
        "check-report", parents=[both], help="核数：找出报告里的每个数，问每处对不上的地方"
    )
    one.add_argument("files", nargs="+", metavar="FILE", help=".docx .pdf（有文字的） .html .txt")
    one.add_argument("--out", default="", metavar="DIR", help="每份写一个 NAME.json 到这个文件夹")
    one.add_argument("--text", action="store_true", help="打印读到的文字，位置都指它")
    one.add_argument("--compare", action="store_true", help="几份互相核：先写去年的计划，再写今年的总结")
    one.set_defaults(handler=reporting.check_report)
