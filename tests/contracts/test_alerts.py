"""The rules of alerts name gauges that there are, and a page that helps."""

import re

import rates.tasks
from honorar_local.folder import CHECKOUT

RULES = (CHECKOUT / "deploy" / "alerts" / "figures.yml").read_text()


def test_the_rules_read_gauges_of_rates() -> None:
    read = set(re.findall(r"\b(figures_\w+)\b", " ".join(re.findall(r"expr: (.*)", RULES))))
    gauges = (rates.tasks.AGE, rates.tasks.DIFFERING)
    assert read == {sample.name for gauge in gauges for sample in gauge.describe()}


def test_every_rule_has_a_page_for_operators() -> None:
    pages = re.findall(r"runbook: (\S+)", RULES)
    assert len(pages) == len(re.findall(r"- alert: ", RULES)) > 0
    text = "".join((CHECKOUT / page).read_text() for page in set(pages))
    for name in re.findall(r"- alert: (\w+)", RULES):
        assert f"## {name}" in text, name
