"""A real zone's first day in the browser: set up by its administrator, walked by its clerk."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import PHRASE, sign_in

pytestmark = pytest.mark.browser
MORE = ("--no-demo", "--zone", "清源经济开发区")


def people() -> bytes:
    made, out = Workbook(), io.BytesIO()
    made.worksheets[0].append(["姓名", "单位", "角色", "手机"])
    made.worksheets[0].append(["王五", "招商中心", "责任单位", "13800000001"])
    made.worksheets[0].append(["赵六", "", "队长", "13800000002"])
    made.save(out)
    return out.getvalue()


def test_an_administrator_sets_the_zone_up_step_by_step(page: Page, server: Server, browser: Browser) -> None:
    sign_in(page, server, "系统管理员")
    page.get_by_role("link", name="一步一步设置").click()
    page.locator("a[href='zone/']").click()
    page.get_by_label("行政区划代码").fill("33O881"[:6])
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("六位数字")
    page.get_by_label("行政区划代码").fill("330881")
    page.get_by_role("button", name="保存").click()
    page.locator("a[href='units/']").click()
    page.get_by_label("添单位，一行一个").fill("经济发展科\n住建局")
    page.get_by_role("button", name="添加").click()
    page.locator("a[href='people/']").click()
    page.get_by_label("选名单").set_input_files(
        {"name": "名单.xlsx", "mimeType": "application/octet-stream", "buffer": people()}
    )
    expect(page.get_by_text("要添加 1 人，1 人不能加")).to_be_visible()
    page.get_by_role("button", name="添加 1 人").click()
    link = page.locator("code.link-text").inner_text()
    page.get_by_role("link", name="记下了").click()
    expect(page.get_by_text("等科室来做").first).to_be_visible()
    other = browser.new_context(locale="zh-CN").new_page()
    other.goto(link)
    other.get_by_role("button", name="进入").click()
    other.get_by_label("新密码", exact=False).first.fill(PHRASE)
    other.locator("input[name=new_password2]").fill(PHRASE)
    other.get_by_role("button", name="保存密码").click()
    expect(other.get_by_text("还没有您的项目")).to_be_visible()
    other.context.close()


def test_the_clerks_first_page_says_what_to_do(page: Page, server: Server) -> None:
    sign_in(page, server, "科室")
    expect(page.get_by_text("还没有项目")).to_be_visible()
    page.get_by_role("link", name="导入 Excel").first.click()
    expect(page.get_by_text("把 Excel 拖到这里")).to_be_visible()
