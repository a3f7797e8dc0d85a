// Where on the keyboard a key lies, told from its physical position alone, so that no layout and no character is ever looked at.

const ZONE_LETTERS = { L0: 'QWERT', L1: 'ASDFG', L2: 'ZXCVB', R0: 'YUIOP', R1: 'HJKL', R2: 'NM' };
const ZONE_EDIT = /^(Backspace|Delete|Insert|Home|End|PageUp|PageDown|Arrow(Left|Right|Up|Down))$/;
const ZONE_PRINTABLE =
    /^(Minus|Equal|Bracket(Left|Right)|Backslash|Intl\w+|Semicolon|Quote|Backquote|Comma|Period|Slash|Numpad(?!Enter)\w+)$/;
const ZONE_PROTECTED = '*';

/** The zone of a `KeyboardEvent.code`, or undefined when the keyboard does not tell one (most on-screen keyboards). */
function zoneOf(code) {
    if (!code || code === 'Unidentified') return undefined;
    if (/^Key[A-Z]$/.test(code)) return Object.keys(ZONE_LETTERS).find(zone => ZONE_LETTERS[zone].includes(code[3]));
    if (/^(Digit|Numpad)\d$/.test(code)) return 'D';
    if (code === 'Space') return 'S';
    if (/^(Enter|NumpadEnter|Tab)$/.test(code)) return 'N';
    if (ZONE_EDIT.test(code)) return 'E';
    if (ZONE_PRINTABLE.test(code)) return 'P';
    return 'M'; // Shift and its kin, and every other key that prints nothing
}
