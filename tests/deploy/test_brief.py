"""How the brief is scheduled: the workflow and the lines of docs/operations.md call commands that exist."""

from __future__ import annotations

import re
import shlex
import subprocess
from typing import Any

import click
import kubernetes_validate
import pytest
import typer.main
import yaml

from treasury.__main__ import app
from treasury.settings import ROOT, Settings

WORKFLOW = ROOT / ".github" / "workflows" / "brief.yml"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
CALL = re.compile(r"python -m treasury ([^|#`\n]*)")


def calls(text: str) -> list[list[str]]:
    """The words behind `python -m treasury`, up to what the shell fills in."""
    return [shlex.split(found.split("${")[0].split("||")[0]) for found in CALL.findall(text)]


def check(words: list[str]) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, click.Group) or hasattr(group, "commands")
    command: Any = group.commands[words[0]]
    command.make_parser(click.Context(command) if isinstance(command, click.Command) else _context(command)).parse_args(words[1:])


def _context(command: Any) -> Any:
    return command.context_class(command)


def workflow() -> dict[Any, Any]:
    made: dict[Any, Any] = yaml.safe_load(WORKFLOW.read_text())
    return made


def test_the_workflow_refreshes_makes_and_sends() -> None:
    (job,) = workflow()["jobs"].values()
    text = "\n".join(step.get("run", "") for step in job["steps"])
    made = calls(text)
    assert [words[0] for words in made] == ["refresh", "brief", "brief", "brief", "brief"]
    assert [words[words.index("--format") + 1] for words in made if "--format" in words] == ["html", "pdf", "md"]
    assert made[-1] == ["brief", "--send"]
    for words in made:
        check(words)


def test_the_workflow_has_no_right_and_names_no_secret_of_its_own() -> None:
    made = workflow()
    assert made["permissions"] == {"contents": "read"}
    text = WORKFLOW.read_text()
    known = {f"TREASURY_{name.upper()}" for name in Settings.model_fields} | {"FRED_API_KEY"}
    assert set(re.findall(r"\bTREASURY_[A-Z_]+|\bFRED_API_KEY", text)) <= known
    assert set(re.findall(r"secrets\.(\w+)", text)) == {"TREASURY_ALERT_URLS", "FRED_API_KEY"}
    for step in made["jobs"]["brief"]["steps"]:
        assert "${{" not in step.get("run", "")  # what somebody types reaches the shell as a variable only


@pytest.mark.parametrize("words", calls(OPERATIONS), ids=" ".join)
def test_commands_of_the_operations_page_exist(words: list[str]) -> None:
    check([word.rstrip(".,:") for word in words])


def test_the_kubernetes_line_makes_a_job_of_the_brief() -> None:
    (line,) = re.findall(r"`(sed .*?) \| kubectl apply -f -`", OPERATIONS)
    made = subprocess.run(shlex.split(line), cwd=ROOT, capture_output=True, text=True, check=True)
    (job,) = yaml.safe_load_all(made.stdout)
    kubernetes_validate.validate(job, kubernetes_validate.latest_version(), strict=True)
    (container,) = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert (job["metadata"]["name"], job["spec"]["schedule"]) == ("treasury-brief", "30 23 * * 5")
    assert container["command"] == ["python", "-m", "treasury", "brief", "--send"]
