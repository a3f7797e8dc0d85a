"""Realistic event batches, as the SDK sends them: a person fills a form. The same seed gives the same bytes."""
import json
import random

LETTERS = ["L0", "L1", "L2", "R0", "R1", "R2"]
FIELDS = ["first_name", "last_name", "email", "street_address", "city", "phone"]


class Person:
    """How one (made-up) person types: hold and flight times by zone, drawn once."""

    def __init__(self, seed):
        chance = random.Random(seed)
        self.hold = {zone: chance.lognormvariate(-2.4, 0.25) for zone in LETTERS + ["S", "D", "P", "E"]}
        self.flight = {zone: chance.lognormvariate(-2.0, 0.35) for zone in LETTERS + ["S", "D", "P", "E"]}

    def events(self, count, seed, start=1_772_884_800.0):
        """`count` events of one form session, in order of time: about half keys, a third mouse, the rest input and focus."""
        chance = random.Random(seed)
        events, now, press, x, y = [], start, 0, chance.randint(100, 900), chance.randint(100, 600)
        field = 0

        def add(kind, at, name, data):
            events.append({
                "event_type": kind, "timestamp": round(at, 4), "field_name": name, "field_type": "text_input" if name else None, "data": data,
            })

        while len(events) < count:
            name = FIELDS[field % len(FIELDS)]
            field += 1
            for _ in range(chance.randint(8, 20)):
                now += 0.033
                x += chance.randint(-25, 25)
                y += chance.randint(-15, 15)
                add("mousemove", now, None, {"x": x, "y": y, "pointer": "mouse"})
            place = {"x": x, "y": y, "button": 0, "pointer": "mouse"}
            add("mousedown", now + 0.08, name, place)
            add("focus", now + 0.081, name, {})
            add("mouseup", now + 0.15, name, place)
            within = {"offset_x": round(chance.random(), 3), "offset_y": round(chance.random(), 3), "width": 320, "height": 40}
            add("click", now + 0.151, name, {**place, **within})
            now += 0.6
            for _ in range(chance.randint(6, 14)):
                zone = chance.choices(LETTERS + ["S", "D", "P", "E"], [6, 5, 3, 5, 4, 3, 2, 1, 1, 1])[0]
                press += 1
                down = now
                now += self.flight[zone] * chance.lognormvariate(0, 0.3)
                add("keydown", down, name, {"zone": zone, "press": press})
                add("input", down + 0.001, name, {"delta": -1 if zone == "E" else 1, "input_type": "insertText"})
                add("keyup", down + self.hold[zone] * chance.lognormvariate(0, 0.2), name, {"zone": zone, "press": press})
            now += 0.3
            add("blur", now, name, {})
        events.sort(key=lambda event: event["timestamp"])
        return events[:count]


class Batches:
    """A fixed set of event arrays as JSON text, from which request bodies are put together cheaply."""

    def __init__(self, variants=32, events=250, seed=1):
        self.events = events
        self.texts = [
            json.dumps(Person(seed + number % 8).events(events, seed * 1000 + number), separators=(",", ":")).encode() for number in range(variants)
        ]

    def body(self, session, sequence):
        head = f'{{"session_id":"{session}","batch_seq":{sequence},"sdk_version":"1.0.0","page_url":"https://shop.example/checkout","events":'
        return head.encode() + self.texts[sequence % len(self.texts)] + b"}"
