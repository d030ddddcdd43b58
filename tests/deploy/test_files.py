"""The files of deploy/: valid for their tools, safe by their own rules, in step with the code."""

from __future__ import annotations

import fnmatch
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import requests
import yaml

from tests.browsing import serving
from treasury.settings import ROOT, Settings

DEPLOY = ROOT / "deploy"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
NAME = re.compile(r"\bTREASURY_[A-Z_]+|\bFRED_API_KEY")


def test_the_dockerfile_passes_its_linter() -> None:
    made = subprocess.run([Path(sys.executable).parent / "hadolint", str(DEPLOY / "Dockerfile")], capture_output=True, text=True)
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")


DOCUMENTS = [
    pytest.param(document, id=f"{document['kind']}-{document['metadata']['name']}")
    for path in MANIFESTS
    for document in yaml.safe_load_all(path.read_text())
]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_manifest_is_valid(document: dict[str, Any]) -> None:
    kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)


def pods() -> list[dict[str, Any]]:
    found = []
    for path in MANIFESTS:
        for document in yaml.safe_load_all(path.read_text()):
            spec = document["spec"]
            spec = spec.get("jobTemplate", {}).get("spec", spec)
            if "template" in spec:
                found.append(spec["template"]["spec"])
    return found


def test_containers_have_no_more_than_they_need() -> None:
    assert len(pods()) == 2
    for pod in pods():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            own = container["securityContext"]
            assert own["readOnlyRootFilesystem"] is True
            assert own["allowPrivilegeEscalation"] is False
            assert own["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert list(compose["services"]) == ["dashboard-1", "dashboard-2", "refresher", "nginx"]
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        if name != "nginx":
            assert service["cap_drop"] == ["ALL"], name
            assert service["security_opt"] == ["no-new-privileges:true"], name


def test_every_variable_named_is_one_of_the_settings() -> None:
    known = {f"TREASURY_{name.upper()}" for name in Settings.model_fields} | {"FRED_API_KEY"}
    for path in [p for p in DEPLOY.rglob("*") if p.is_file()]:
        assert set(NAME.findall(path.read_text())) <= known, path


def test_every_setting_stands_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text()
    table = text[text.index("## Settings") : text.index("## What it does not do")]
    for name in Settings.model_fields:
        variable = "FRED_API_KEY" if name == "fred_api_key" else f"TREASURY_{name.upper()}"
        short = {f"`{variable.removeprefix(shared)}`" for shared in ("TREASURY", "TREASURY_URL")}
        assert variable in table or any(one in table for one in short), variable


def image_files() -> list[Path]:
    """What .dockerignore lets into the image."""
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"  # nothing, unless it is named
    admitted = [line.removeprefix("!") for line in lines if line.startswith("!")]
    refused = [line.removeprefix("**/") for line in lines[1:] if not line.startswith("!")]
    return [
        Path(name)
        for name in tracked.stdout.splitlines()
        if any(name == one or name.startswith(f"{one}/") for one in admitted)
        and not any(fnmatch.fnmatch(part, one) for part in Path(name).parts for one in refused)
    ]


def test_the_image_holds_what_the_dashboard_needs_and_no_more(tmp_path: Path) -> None:
    files = image_files()
    assert {path.parts[0] for path in files} == {
        *("app.py", "serve.py", "pages", "treasury", "data", ".streamlit", "requirements.txt", "LICENSE")
    }
    assert not [path for path in files if "secret" in path.name or path.suffix in (".env", ".pem", ".key")]
    image = tmp_path / "dashboard"
    for path in files:
        (image / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, image / path)
    with serving("serve.py", tmp_path, cwd=image, TREASURY_AUTO_REFRESH="off", PYTHONPATH="") as running:
        assert requests.get(f"{running.url}/api/v1/events/2025-04-02", timeout=30).status_code == 200
        assert requests.get(f"{running.url}/healthz", timeout=30).text == "ok\n"
    written = {path.relative_to(image) for path in image.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert written == set(files)  # it would run on a read-only root


def test_probes_ask_what_the_server_answers() -> None:
    probed = {
        probe["httpGet"]["path"] for pod in pods() for c in pod["containers"] for k, probe in c.items() if k.endswith("Probe")
    }
    assert probed == {"/healthz", "/readyz"}
    assert "http://127.0.0.1:8501/healthz" in (DEPLOY / "Dockerfile").read_text()
