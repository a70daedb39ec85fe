"""What drivers say about devices, in the language in force.

Drivers know nothing of languages: they say a detail and a remedy in English, and so do
tests of devices.  What they may say stands here as a whole, so that it is translated
like every other text; what is not here, such as an address, is shown as it is.
"""

from __future__ import annotations

from typing import Final

from terminal.ui.support.translation import tr


def _mark(source: str) -> str:
    """Mark a string of the table for translation; tr() is called when it is shown."""
    return source


SENTENCES: Final = frozenset(
    {
        _mark("Another program holds the printer: close it."),
        _mark("Ask the technician for the right to use the printer."),
        _mark("Ask the technician for the right to use the printer's queue."),
        _mark("Ask the technician for the right to use this card reader."),
        _mark("Ask the technician for the right to use this port."),
        _mark("Ask the technician to install it, or choose another reader."),
        _mark(
            'Check its cable and its protocol, then try again; or set sensor = "none".'
        ),
        _mark("Check speed and parity of the scanner's line, then try again."),
        _mark("Check that the cover is closed; if so, switch the printer off and on."),
        _mark("Check that the device is on and its cable is plugged in."),
        _mark("Check that the printer is on and its cable is plugged in."),
        _mark("Choose the protocol, speed and parity that the scale is set to."),
        _mark(
            "Choose the scanner in its address: a keyboard chosen there types nowhere else."
        ),
        _mark("Close the cash drawer; if it is closed, see whether its cable is in."),
        _mark("Close the other program that uses the card reader."),
        _mark("Close the other program that uses the cash drawer."),
        _mark("Close the other program that uses the customer display."),
        _mark("Close the other program that uses the device."),
        _mark("Close the other program that uses the scale."),
        _mark("Close the other program that uses the scanner."),
        _mark("Close the printer cover."),
        _mark("Compare its settings with the manual, or send the support bundle."),
        _mark('Give the scanner an entry in the settings with layout = "us".'),
        _mark("Have a new paper roll at hand."),
        _mark("Hold the card still until the tone."),
        _mark("Let the printer's queue on this computer accept jobs again."),
        _mark("Look after the printer's queue on this computer."),
        _mark("Name its printer in the settings: printer = the printer's id."),
        _mark("Open the drawer with its key."),
        _mark("Open the printer cover, remove the paper jam and close it."),
        _mark("Plug the card reader in."),
        _mark("Plug the cash drawer's line in; until then open it with its key."),
        _mark("Plug the customer display in."),
        _mark("Plug the scale in and switch it on."),
        _mark("Plug the scanner in."),
        _mark("Press the printer's feed button or switch it off and on."),
        _mark("Put ?bits=7&parity=E into its address, or set the scanner to 8N1."),
        _mark("Put in a new paper roll."),
        _mark("Scan again. If it stays, compare prefix and suffix with the scanner's."),
        _mark("Scan again. If it stays, set the scanner to send UPC as 13 digits."),
        _mark("Scan the label again."),
        _mark("See whether printing works on this computer; start it again if not."),
        _mark(
            "See whether the drawer is locked or its cable is out; open it with its key."
        ),
        _mark("See whether the printer's queue is set up on this computer."),
        _mark("Send the support bundle, then try again."),
        _mark("Set the scale to send when it is asked (command mode)."),
        _mark("Set the scanner to send CR (Enter) after each label."),
        _mark("Set the scanner to transmit the AIM identifier before each label."),
        _mark("Switch the customer display off and on."),
        _mark("Switch the printer off and on; if that does not help, call service."),
        _mark("Switch the scale off and on; until then key the weight."),
        _mark("Switch the scale on and check its cable."),
        _mark("This card cannot be used here."),
        _mark("Unplug the card reader for a moment."),
        _mark("Use the key on the scale."),
        _mark("Wait a moment: the printer goes on by itself."),
        _mark("Wait until the scale is at rest and try again."),
        _mark("out of paper"),
        _mark("paper nearly used up"),
        _mark("the cover is open"),
        _mark("the print head is too hot"),
        _mark("the printer is offline"),
        _mark("unrecoverable error"),
        _mark("the cutter is jammed"),
        _mark("a test paper was printed"),
        _mark("a test paper was sent; look whether it was printed"),
        _mark("nothing was sent to it"),
        _mark("part of a test paper may be printed; look"),
        _mark("the drawer opened"),
        _mark("it was told to open; look whether it did"),
        _mark("the drawer stayed closed"),
        _mark("it could not be told to open"),
        _mark("its port is open"),
        _mark("the trial text was sent"),
        _mark("a line display never answers: see whether it shows 8888"),
        _mark("no card is on it"),
        _mark("ready"),
    }
)
_JOINT: Final = ". "


def said(text: str) -> str:
    """Return what a driver said, as far as it is known, in the language in force.

    A detail and its remedy may come as one text ("Out of paper. Put in a new paper
    roll."), or a remedy behind what only the system can say.
    """
    if text in SENTENCES:
        return tr(text)
    if text.endswith(".") and (bare := text[:-1]) in _CAPITALS:
        shown = tr(_CAPITALS[bare])
        return shown[:1].upper() + shown[1:]
    head, joint, tail = text.partition(_JOINT)
    if not joint:
        return text
    # The full stop belongs to the first of the two.
    return f"{said(head + '.').removesuffix('.')}{joint}{said(tail)}"


_CAPITALS: Final = {each[:1].upper() + each[1:]: each for each in SENTENCES}
