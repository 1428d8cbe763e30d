"""A programme's questions: written by staff one a line, answered by whoever wants to join.

“What is your audience? *”                      words, must be answered (the star)
“Where? | Website, YouTube, Telegram *”         one of these
“Have you worked with brokers before? | yes/no” yes or no
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from atrium.kernel.errors import InvalidInput

MOST: Final = 20
_LONGEST: Final = 600

Question = dict[str, Any]


def read_questions(text: str) -> list[Question]:
    found = [
        _read(line, number) for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1)
    ]
    if len(found) > MOST:
        raise InvalidInput(f"At most {MOST} questions. Nothing was saved.", field="questions")
    return found


def written(questions: Sequence[Question]) -> str:
    """As staff wrote them."""
    return "\n".join(_line(question) for question in questions)


def answered(questions: Sequence[Question], given: Mapping[str, str]) -> list[dict[str, str]]:
    """Question and answer as they stood, in order; raises on the first that may not be."""
    return [
        {"question": str(one["label"]), "answer": _answer(one, given.get(one["code"], ""))}
        for one in questions
    ]


def _read(line: str, number: int) -> Question:
    label, _, options = line.partition("|")
    required = line.endswith("*")
    label, options = label.strip().rstrip("*").strip(), options.strip().rstrip("*").strip()
    if not 3 <= len(label) <= 200:
        raise InvalidInput(
            f"Question {number}: write 3 to 200 characters. Nothing was saved.", field="questions"
        )
    choices = (
        []
        if not options or options == "yes/no"
        else [one.strip() for one in options.split(",") if one.strip()]
    )
    if options and options != "yes/no" and len(choices) < 2:
        raise InvalidInput(
            f"Question {number}: give two answers or more, with commas between.", field="questions"
        )
    kind = "yes_no" if options == "yes/no" else "choice" if choices else "words"
    return {"code": f"q{number}", "label": label, "kind": kind, "choices": choices, "required": required}


def _line(question: Question) -> str:
    options = {"yes_no": " | yes/no", "choice": f" | {', '.join(question['choices'])}"}.get(
        question["kind"], ""
    )
    return f"{question['label']}{options}{' *' if question['required'] else ''}"


def _answer(question: Question, given: str) -> str:
    answer = " ".join(given.split())[:_LONGEST]
    if question["required"] and not answer:
        raise InvalidInput("This question must be answered.", field=question["code"])
    allowed = {"yes_no": ["yes", "no"], "choice": question["choices"]}.get(question["kind"])
    if answer and allowed and answer not in allowed:
        raise InvalidInput("Choose one of the answers.", field=question["code"])
    return answer
