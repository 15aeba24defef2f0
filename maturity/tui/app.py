"""The application: it holds what is shown, starts the workers, and takes what the screens ask for."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App, SuspendNotSupported, SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen

from maturity.errors import Unreadable
from maturity.render.display import displayable
from maturity.render.style import Style
from maturity.scan_process import ScanProcess
from maturity.tui import words as said
from maturity.tui import workers
from maturity.tui.editor import command, edit
from maturity.tui.keys import EVERYWHERE, bindings, offered
from maturity.tui.messages import (
    Cancel,
    CatalogRead,
    CopyPlace,
    ExcerptRead,
    ExcerptWanted,
    Exported,
    Failed,
    Loaded,
    OpenPlace,
    Progressed,
    ScanDone,
    ShowFindings,
)
from maturity.tui.opening import INTERRUPTED, Closed, Opening
from maturity.tui.said import Said
from maturity.tui.screens.page import Page
from maturity.tui.screens.scanning import Scanning
from maturity.tui.themes import DARK, LIGHT
from maturity.tui.view import View

if TYPE_CHECKING:
    from maturity.tui.screens.export import Wanted


LONGEST_NOTICE = 300
"""Characters of one notice: part of it is foreign text."""


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
        self._first_page = "overview" if opening.stored or opening.first else "rules"
        self._pages: tuple[type[Page], ...] = ()
        self._process: ScanProcess | None = None
        self._cancelled = False

    def on_mount(self) -> None:
        """Show what there is; what is not there yet is worked on."""
        if self.opening.first is not None:
            self._follow(self.opening.first)
        # The first screen is painted before anything else is loaded.
        load = partial(workers.load, self.opening.rules, self.post_message)
        self.call_after_refresh(self._work, "load", load)

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
        if not self._pages:
            self._first_page = name
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
        from maturity.tui.screens.help import Help

        self.push_screen(Help({page.NAME: page.KEYS for page in self._pages}, self.view.language))

    def action_rescan(self) -> None:
        """Scan again."""
        if self.opening.again is None:
            self._say(said.CANNOT_RESCAN)
        else:
            self._follow(self.opening.again())

    def action_export(self) -> None:
        """Ask for a format and a file."""
        from maturity.tui.screens.export import Export

        assessment = self.view.assessment
        if assessment is None:
            self._say(said.TOO_EARLY)
            return

        def save(wanted: "Wanted | None") -> None:
            if wanted is not None:
                style = Style(language=self.view.language, verbose=True)
                self._work("export", partial(workers.export, assessment, wanted, style, self.post_message))

        self.push_screen(Export(assessment.target.name, self.view.language), save)

    def action_command_palette(self) -> None:
        """Find a command by its name."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=said.PALETTE.of(self.view.language)))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every key of this screen and of all screens as a command."""
        for key, action in offered(screen.KEYS if isinstance(screen, Page) else ()):
            yield SystemCommand(key.says.of(self.view.language), key.written, partial(self.run_action, action))

    # What the workers tell

    @on(Loaded)
    async def _loaded(self) -> None:
        from maturity.tui.screens.registry import PAGES

        self._pages = PAGES
        for page in PAGES:
            self.install_screen(page(), page.NAME)
        if self.opening.first is None or self.view.assessment is not None:
            await self.action_page(self._first_page)

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
        if scanned.assessment is not None and not cancelled:
            self.closed = Closed(scanned.code, scanned.notes)
            self.look(self.view._replace(assessment=scanned.assessment, comparison=message.comparison))
            if shown is None:
                await self.action_page(self._first_page)
            else:
                self._tell_changes(scanned.assessment.duration)
        elif shown is None:
            self.closed = Closed(INTERRUPTED) if cancelled else Closed(scanned.code, scanned.notes)
            self.exit()
        elif cancelled:
            self._say(said.CANCELLED)
        else:
            self._say(said.FAILED, *scanned.notes, failed=True)

    @on(CatalogRead)
    def _catalog(self, message: CatalogRead) -> None:
        self.look(self.view._replace(catalog=message.catalog))

    @on(ExcerptRead)
    def _excerpt(self, message: ExcerptRead) -> None:
        if self.is_screen_installed("findings"):  # not when it comes while we close
            self.get_screen("findings").post_message(message)

    @on(Exported)
    def _exported(self, message: Exported) -> None:
        self._say(said.NOT_SAVED if message.failed else said.SAVED, file=message.words, failed=message.failed)

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
        self.screen.post_message(message)

    @on(ExcerptWanted)
    def _want_excerpt(self, message: ExcerptWanted) -> None:
        if self.view.root is not None:
            read = partial(workers.read_excerpt, self.view.root, message.evidence, self.post_message)
            self._work("excerpt", read)

    @on(CopyPlace)
    def _copy(self, message: CopyPlace) -> None:
        at = message.place
        where = (at.path or at.uri) if at else None
        if at is None or where is None:
            self._say(said.NO_PLACE)
            return
        place = displayable(f"{where}:{at.line}" if at.line else where)
        self.copy_to_clipboard(place)
        self._say(said.COPIED, place=place)

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
        from maturity.sources.excerpt import locate

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
        shown, keeps = self.view.assessment, self.opening.keeps
        self._work("scan", partial(workers.scan, process, shown, self.post_message, keeps=keeps))

    def _tell_changes(self, seconds: float) -> None:
        changes = self.view.comparison.changes if self.view.comparison else ()
        directions = Counter(change.direction for change in changes)
        self._say(said.SCANNED, better=directions["better"], worse=directions["worse"], seconds=seconds)

    def _work(self, group: str, function: Callable[[], None]) -> None:
        self.run_worker(function, group=group, exclusive=True, thread=True)

    def _say(self, text: Said, *more: str, failed: bool = False, **values: object) -> None:
        told = [text.of(self.view.language).format(**values), *more]
        words = "\n".join(displayable(line, LONGEST_NOTICE) for line in told)
        self.notify(words, severity="error" if failed else "information", markup=False)

    def _fatal_error(self) -> None:
        """Close: a traceback on the screen would show the values of variables, and those are foreign or secret."""
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Leave no scan behind."""
        if self._process is not None:
            self._process.end()
