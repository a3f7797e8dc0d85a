"""Texts for the tokenizer's fixture: written by hand where a rule is meant, drawn with a fixed seed where breadth is."""
import random

RULES = [
    "", " ", "\t\r\n", "a", ".", "Hello, world!", "Of course, I can help with that!", "don't can't I'm you've o'clock",
    "e-mail re-enter state-of-the-art", "3.14 1,000,000 $5.00 100% 50°C №5 §12", "http://example.com/a?b=c&d=e#f", "user@example.com",
    "C++ and C# and F#", "snake_case camelCase kebab-case", "wait... what?! no!!! (really) [yes] {ok} <tag/>",
    "quote “curly” ‘single’ „low“ «guillemets» 「日本」", "dash – en — em ― bar ‒ figure − minus", "#hashtag ##ing ###", "a##b", "[CLS]",
    "[SEP] and [MASK] and [PAD] and [UNK]", "x[SEP]y", "[sep] [ SEP ] [SEP", "[[SEP]]", "[CLS][CLS]", "Ünïcödé façade naïve coöperate résumé Zoë",
    "U\u0308ni\u0308co\u0308de\u0301 decomposed", "Ångström Łódź Đorđe ß ẞ ſ", "İstanbul ısı I i̇", "ΑΒΓ Σίσυφος ΟΔΟΣ ς", "Ёлка ёж йод Й І Ї",
    "ﬁne ﬂow ﬀ ﬃ ﬆ ŉ ǆ Ǆ ǅ", "½ ⅓ ² ³ ¹ ™ ® © ℃ ℡", "①②③ ⑩ ⒈ Ⅳ ⅷ", "ｆｕｌｌｗｉｄｔｈ ＡＢＣ １２３", "ｶﾀｶﾅ ﾊﾟ", "中文没有空格", "日本語のひらがなカタカナ漢字", "がぎぐげご ぱぴぷぺぽ ヴ",
    "한국어 문장입니다", "각 갂 힣 ㄱㄴㄷ", "豈更車賈 \u2f800 \U0002f800 \U00020000 \U0002a6df", "mixed中English文text", "العربية مُحَمَّد", "עברית שָׁלוֹם",
    "हिन्दी क्षत्रिय नमस्ते", "ไทย ภาษาไทย น้ำ", "தமிழ் மொழி", "বাংলা ভাষা", "ქართული ᲥᲐᲠᲗᲣᲚᲘ", "Հայերեն", "አማርኛ", "ᏣᎳᎩ ꭰꭱ",
    "Tiếng Việt: Nguyễn Phước Đặng", "Ğğ Şş Çç Öö", "čšž ČŠŽ ůř", "Ææ Øø Åå Þþ Ðð", "x̧̛̣̀ ẍ̄ o̲ stacked", "😀 😃😄 ok",
    "👩‍👩‍👧‍👦 family 👍🏽 tone 🇩🇪 flag", "❤️ ☎︎ ✔️ ☑ →←↑↓ ★☆", "∑∫√∞≈≠≤≥ ≮ ≯ ∀∃", "a\u0338 =\u0338 <\u0338", "♠♣♥♦ ♪♫ ⌘ ⏎", "𝕳𝖊𝖑𝖑𝖔 𝒲𝑜𝓇𝓁𝒹 𝟙𝟚𝟛",
    "zero\u200bwidth\u200cjoin\u200der\ufeff bom", "soft\u00adhyphen", "nbsp\u00a0thin\u2009em\u2003ideographic\u3000line\u2028par\u2029",
    "\x00null\x01one\x1besc\x7fdel", "c1\x80\x85\x9f", "\x0b\x0c vertical", "bidi \u202eevil\u202c \u2066iso\u2069",
    "private \ue000 \U000f0000 \U0010fffd", "replacement \ufffd object \ufffc", "nonchar \ufdd0 \uffff", "tag \U000e0041\U000e0042 \U000e0001",
    "variation \u2122\ufe0f \U000e0100", "unassigned \u0378 \U000e0fff", "; greek question ;", "· ano · teleia", "`kreis` ` ´ ¨ ˆ ˜", "a" * 100,
    "a" * 101, "é" * 100, "e\u0301" * 101, "中" * 120, "!" * 80, "a" * 99 + "!" + "b" * 101, "supercalifragilisticexpialidocious",
    "pneumonoultramicroscopicsilicovolcanoconiosis antidisestablishmentarianism", "Donaudampfschifffahrtsgesellschaftskapitän", "qwxzjk vbnmq zxcvb",
    "word " * 600, "unbelievably " * 300, "1234567890" * 90, "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 12, "x" * 5000,
    ("y" * 101 + " ") * 300, "- item one\n- item two\n\n1. first\n2. second", "```swift\nlet x = [1, 2, 3].map { $0 * 2 }\n```",
    "| a | b |\n|---|---|\n| 1 | 2 |", "**bold** _it_ ~~no~~ `code` > quote", '{"role": "user", "content": "hi\\n"}', "<script>alert('x')</script>",
    "SELECT * FROM t WHERE a = 'b'; --", "\\n \\t \\u0041", "%20 &amp; &#39;", "C:\\Users\\x",
]

WORDS = """the model answer question certain clear help plan people always never promise because maybe sorry cannot absolutely wonderful insight
expert study shows percent guarantee only today limited everyone knows trust feel afraid rule instruction previous pretend story imagine system
internal confidence uncertain evidence source doctor lawyer engineer teacher river mountain copper violin harbour lantern keyboard algorithm
unhappiness reconsideration misunderstood overwhelmingly tokenization electroencephalography""".split()

SCRIPTS = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x250, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0xDFF), (0xE00, 0xFFF), (0x10A0, 0x11FF), (0x1E00, 0x1FFF),
    (0x2000, 0x2BFF), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xA640, 0xABFF), (0xAC00, 0xD7A3), (0xF900, 0xFFFF), (0x10000, 0x1D7FF),
    (0x1F300, 0x1FAFF), (0x0, 0x1F), (0xE000, 0xF8FF), (0x20000, 0x2FA1F), (0xE0000, 0xE01EF),
]


def all_texts():
    draw = random.Random(20250)
    texts = list(RULES)
    for _ in range(150):
        words = [draw.choice(WORDS) for _ in range(draw.randint(1, 30))]
        words = [draw.choice([str, str.upper, str.title])(word) + draw.choice(["", "", "", ",", ".", "!", "?", "'s", "-", "…"]) for word in words]
        texts.append(" ".join(words))
    for _ in range(150):
        low, high = draw.choice(SCRIPTS)
        texts.append("".join(draw.choice([chr(draw.randint(low, high)), chr(draw.randint(low, high)), " ", "a"]) for _ in range(draw.randint(1, 40))))
    for _ in range(150):
        scalars = []
        for _ in range(draw.randint(1, 60)):
            low, high = draw.choice(SCRIPTS) if draw.random() < 0.8 else (0, 0x10FFFF)
            scalar = draw.randint(low, high)
            if not 0xD800 <= scalar < 0xE000:
                scalars.append(chr(scalar))
        texts.append("".join(scalars))
    return texts


def sentences():
    """Those whose vectors are in the fixture."""
    return RULES[:100:2] + ["word " * 300, "unbelievably " * 100, "y"] + all_texts()[len(RULES):len(RULES) + 20]
