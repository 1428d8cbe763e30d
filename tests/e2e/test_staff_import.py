"""Leads are imported in a browser: columns matched, the check shown, progress without reload, the error file, and the undo."""

import csv
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from atrium.kernel import tenancy
from tenants.leads.models import Lead
from tests.e2e.axe import violations
from tests.e2e.desk import Desk
from tests.e2e.site import Site
from tests.jobs.files import csv_bytes

ROWS = 2500


@pytest.fixture
def people(tmp_path: Path) -> Path:
    head = ["Nombre completo", "Correo", "Teléfono", "País"]
    rows = [[f"Persona Ñandú {n}", f"persona{n}@example.es", f"+34 6{n:08d}", "España"] for n in range(ROWS)]
    rows += [["=HYPERLINK(1)", "not an address", "", ""], ["Lena otra vez", "lena@example.com", "", ""]]
    place = tmp_path / "personas.csv"
    place.write_bytes(csv_bytes([head, *rows], encoding="cp1252", sign=";"))
    return place


def test_progress_moves_while_one_looks(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    """By the socket: the row is told on by the test, and the page follows without being asked."""
    from tenants.identity.models import User
    from tenants.jobs.models import Job, Progress

    with tenancy.entered(acme):
        sam = User.objects.get(email=desk.sam, realm="staff")
        job = Job.objects.create(
            kind="leads.import", title="Import of a fair", started_by=sam, state="running"
        )
        Progress.objects.create(job=job, done=0, total=400, phase="Importing rows")
    page = open_page()
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", f"/jobs/{job.id}/"))
    expect(page.locator("body[data-live=on]")).to_be_attached()
    with tenancy.entered(acme):
        from portals.staff_console.jobs.live import show_progress

        job.progress.done = 123
        job.progress.save(update_fields=["done"])
        show_progress(job)
    expect(page.locator(f"#job-{job.id}-bar")).to_contain_text("123 of 400")
    expect(page.locator("#jobs-indicator .at-count")).to_have_text("1")
    shoot(page, "staff-job-running")
    page.goto(site.url(acme, "staff", "/jobs/"))
    assert violations(page) == []
    shoot(page, "staff-jobs")
    with tenancy.entered(acme):
        Job.objects.filter(id=job.id).update(state="cancelled")


def test_a_file_is_imported_in_the_browser(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any, people: Path
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.sam)
    site.start_jobs()
    page.goto(site.url(acme, "staff", "/leads/import/"))
    shoot(page, "staff-import-file")
    page.get_by_label("File", exact=True).set_input_files(people)
    page.get_by_role("button", name="Upload file").click()

    expect(page.locator("#column-0")).to_have_value("name")
    expect(page.locator("#column-3")).to_have_value("country")
    expect(page.get_by_text("Persona Ñandú 0")).to_be_visible()
    page.get_by_label("Source").fill("fair")
    assert violations(page) == []
    shoot(page, "staff-import-columns", full=True)
    page.get_by_role("button", name="Check the file").click()

    begin = page.get_by_role("button", name=f"Import {ROWS:,} leads")
    expect(begin).to_be_visible(timeout=60_000)
    expect(page.get_by_text("is no e-mail address")).to_be_visible()
    expect(page.get_by_role("link", name="Lena Larsen")).to_be_visible()
    assert violations(page) == []
    shoot(page, "staff-import-check", full=True)
    with tenancy.entered(acme):
        assert not Lead.objects.filter(source="fair").exists()

    begin.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/jobs/**")
    expect(page.locator(".at-main")).to_contain_text(f"{ROWS:,} leads created", timeout=90_000)
    assert violations(page) == []
    shoot(page, "staff-import-done", full=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download personas").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    back = list(csv.reader(text.splitlines()))
    assert [row[0] for row in back[1:]] == ["'=HYPERLINK(1)", "Lena otra vez"]
    with tenancy.entered(acme):
        assert Lead.objects.filter(source="fair").count() == ROWS
    expect(page.locator("#bell .at-count")).not_to_have_text("0")

    page.get_by_role("button", name="Take it back").first.click()
    page.locator("dialog[open]").get_by_role("button", name="Take it back").click()
    expect(page.locator(".at-main")).to_contain_text(f"{ROWS:,} rows taken back.", timeout=90_000)
    with tenancy.entered(acme):
        assert not Lead.objects.filter(source="fair").exists()


def test_it_works_on_a_phone(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any, people: Path
) -> None:
    page = open_page(phone=True)
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", "/leads/import/"))
    page.get_by_label("File", exact=True).set_input_files(people)
    page.get_by_role("button", name="Upload file").click()
    expect(page.locator("#column-0")).to_be_visible()
    shoot(page, "staff-import-columns-phone", full=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    page.goto(site.url(acme, "staff", "/jobs/"))
    shoot(page, "staff-jobs-phone", full=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
