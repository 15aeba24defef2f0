"""The application: it holds what is shown, starts the workers, and takes what the screens ask for."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App, SuspendNotSupported, SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen

from maturity.errors import Unreadable
from maturity.model.assessment import Assessment
from maturity.model.rule import Text
from maturity.render.display import displayable
from maturity.render.style import Style
from maturity.render.summary import link, say
from maturity.rules.choose import Choice
from maturity.rules.compare import compare
from maturity.scan_process import ScanProcess
from maturity.sources.excerpt import locate
from maturity.tui import words as said
from maturity.tui import workers
from maturity.tui.editor import command, edit
from maturity.tui.keys import EVERYWHERE, bindings
from maturity.tui.messages import CatalogRead, ExcerptRead, Exported, Failed, Progressed, ScanDone
from maturity.tui.opening import INTERRUPTED, Closed, Opening
from maturity.tui.screens.export import Export, Wanted
from maturity.tui.screens.findings import ExcerptWanted, Findings
from maturity.tui.screens.help import Help
from maturity.tui.screens.overview import ShowFindings
from maturity.tui.screens.page import CopyPlace, OpenPlace, Page
from maturity.tui.screens.registry import PAGES
from maturity.tui.screens.scanning import Cancel, Scanning
from maturity.tui.themes import DARK, LIGHT
from maturity.tui.view import View
from maturity.tui.widgets.topbar import TITLES

FIRST_PAGE = "overview"


class MaturityApp(App[None]):
    """Shows one assessment, or the catalog of rules."""

    CSS_PATH = "maturity.tcss"
    TITLE = "maturity"
    BINDINGS = bindings(EVERYWHERE)
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = True

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self.opening = opening
        self.closed = Closed()
        self.view = View(opening.language, opening.stored, root=opening.root)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self._process: ScanProcess | None = None
        self._cancelled = False

    def on_mount(self) -> None:
        """Show what there is; what is not there yet is worked on."""
        for page in PAGES:
            self.install_screen(page(), page.NAME)
        if self.opening.first is not None:
            self._follow(self.opening.first)
        else:
            self.call_later(self.action_page, FIRST_PAGE if self.opening.stored else "rules")
        self._work("catalog", partial(workers.read_catalog, self.opening.rules, self.post_message))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the colours that no theme of the library has."""
        return DARK.variables

    @property
    def fault(self) -> Exception | None:
        """What went wrong, for the one boundary that has words for it."""
        return self._exception

    def look(self, view: View) -> None:
        """Show something else."""
        self.view = view
        if isinstance(self.screen, Page):
            self.screen.receive(view)

    # What the keys do

    async def action_page(self, name: str) -> None:
        """Go to a screen."""
        if self.view.assessment is None and name != "rules":
            return
        if isinstance(self.screen, Page):
            await self.switch_screen(name)
        else:
            await self.push_screen(name)
        self.look(self.view)

    def action_language(self) -> None:
        """Change the language, in place."""
        self.look(self.view._replace(language="en" if self.view.language == "zh" else "zh"))

    def action_theme(self) -> None:
        """Change between dark and light."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name
        self.screen.refresh(layout=True)

    def action_help(self) -> None:
        """Show every key."""
        pages = {page.NAME: (TITLES[page.NAME], page.KEYS) for page in PAGES}
        self.push_screen(Help(pages, self.view.language))

    def action_rescan(self) -> None:
        """Scan again."""
        if self.opening.again is None:
            self._say(said.CANNOT_RESCAN)
        else:
            self._follow(self.opening.again())

    def action_export(self) -> None:
        """Ask for a format and a file."""
        assessment = self.view.assessment
        if assessment is None:
            self._say(said.TOO_EARLY)
            return

        def save(wanted: Wanted | None) -> None:
            if wanted is not None:
                style = Style(language=self.view.language, verbose=True)
                self._work("export", partial(workers.export, assessment, wanted, style, self.post_message))

        self.push_screen(Export(f"{assessment.target.name}-maturity", self.view.language), save)

    def action_command_palette(self) -> None:
        """Find a command by its name."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=say(said.PALETTE, self.view.language)))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every key of this screen and of all screens as a command."""
        for keys, on_screen in ((EVERYWHERE, False), (screen.KEYS if isinstance(screen, Page) else (), True)):
            for key in keys:
                if key.action and key.action != "command_palette":
                    words = say(key.says, self.view.language)
                    run = partial(
                        self._run, f"{'screen' if on_screen and '.' not in key.action else 'app'}.{key.action}"
                    )
                    yield SystemCommand(words, key.written, run)

    async def _run(self, action: str) -> None:
        await self.run_action(action.replace("app.app.", "app."))

    # What the workers tell

    @on(Progressed)
    def _progressed(self, message: Progressed) -> None:
        if isinstance(self.screen, Scanning):
            self.screen.step(message.words)

    @on(ScanDone)
    async def _scanned(self, message: ScanDone) -> None:
        scanned, shown = message.scanned, self.view.assessment
        cancelled, self._cancelled, self._process = self._cancelled, False, None
        if isinstance(self.screen, Scanning):
            await self.pop_screen()
        if scanned.assessment is None or cancelled:
            if shown is None:
                self.closed = Closed(INTERRUPTED) if cancelled else Closed(scanned.code, scanned.notes)
                self.exit()
            elif cancelled:
                self._say(said.CANCELLED)
            else:
                self._say(said.FAILED, *scanned.notes, failed=True)
            return
        self.closed = Closed(scanned.code, scanned.notes)
        before = shown or message.earlier
        self._show(scanned.assessment, before, again=shown is not None)
        if shown is None:
            await self.action_page(FIRST_PAGE)

    @on(CatalogRead)
    def _catalog(self, message: CatalogRead) -> None:
        self.look(self.view._replace(catalog=message.catalog))

    @on(ExcerptRead)
    def _excerpt(self, message: ExcerptRead) -> None:
        if isinstance(self.screen, Findings):
            self.screen.show_excerpt(message.evidence, message.read)

    @on(Exported)
    def _exported(self, message: Exported) -> None:
        words = message.words if message.failed else say(said.SAVED, self.view.language).format(file=message.words)
        self.notify(displayable(words), severity="error" if message.failed else "information", markup=False)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self._handle_exception(message.error)

    # What the screens ask for

    @on(Cancel)
    def _cancel(self) -> None:
        if self._process is not None:
            self._cancelled = True
            self._process.end()

    @on(ShowFindings)
    async def _show_findings(self, message: ShowFindings) -> None:
        await self.action_page("findings")
        if isinstance(self.screen, Findings):
            self.screen.choose(Choice(principle=message.principle), message.rule)

    @on(ExcerptWanted)
    def _want_excerpt(self, message: ExcerptWanted) -> None:
        if self.view.root is not None:
            read = partial(workers.read_excerpt, self.view.root, message.evidence, self.post_message)
            self._work("excerpt", read)

    @on(CopyPlace)
    def _copy(self, message: CopyPlace) -> None:
        message.stop()
        place = displayable(link(message.place).partition(" ")[0]) if message.place else ""
        if place:
            self.copy_to_clipboard(place)
        self.notify(
            say(said.COPIED, self.view.language).format(place=place)
            if place
            else say(said.NO_PLACE, self.view.language),
            markup=False,
        )

    @on(OpenPlace)
    def _open(self, message: OpenPlace) -> None:
        place, root = message.place, self.view.root
        if place is None or not place.path:
            self._say(said.NO_PLACE)
        elif root is None:
            self._say(said.NO_FILES)
        else:
            self._edit(root, place.path, place.line)

    def _edit(self, root: Path, path: str, line: int | None) -> None:
        try:
            words = command(self.opening.environment, locate(root, path), line)
        except Unreadable as error:
            self._say(said.UNREADABLE, place=path, reason=str(error), failed=True)
            return
        if words is None:
            self._say(said.NO_EDITOR, failed=True)
            return
        try:
            with self.suspend():
                edit(words)
        except SuspendNotSupported:
            self._say(said.NO_SUSPEND, failed=True)
        self.refresh()

    # Inside

    def _follow(self, process: ScanProcess) -> None:
        """Show how far a scan has come."""
        self._process, self._cancelled = process, False
        self.push_screen(Scanning(self.opening.target, self.view.language))
        self._work("scan", partial(workers.scan, process, self.post_message, keeps=self.opening.keeps))

    def _show(self, assessment: Assessment, before: Assessment | None, *, again: bool) -> None:
        comparison = compare(before, assessment) if before else None
        self.look(self.view._replace(assessment=assessment, comparison=comparison))
        if again and comparison:
            directions = Counter(change.direction for change in comparison.changes)
            self._say(
                said.SCANNED,
                better=directions["better"],
                worse=directions["worse"],
                seconds=assessment.duration,
            )

    def _work(self, group: str, function: Callable[[], None]) -> None:
        self.run_worker(function, group=group, exclusive=True, thread=True)

    def _say(self, text: Text, *more: str, failed: bool = False, **values: object) -> None:
        words = "\n".join([say(text, self.view.language).format(**values), *(displayable(line) for line in more)])
        self.notify(words, severity="error" if failed else "information", markup=False)

    def _fatal_error(self) -> None:
        """Close: a traceback on the screen would show the values of variables, and those are foreign or secret."""
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Leave no scan behind."""
        if self._process is not None:
            self._process.end()
