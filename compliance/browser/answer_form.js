"use strict";
// The fields of an answer to a question of any type. What they hold is an answer as a profile has
// it: {value}, {"one of"}, {not}, {"at least"}, {"at most"}, or {} where nothing is said.

// The forms of an answer that the type of a question takes.
const FORMS = {
  yes_no: ["value"],
  many: ["value"],
  choice: ["value", "one of", "not"],
  number: ["value", "at least", "at most", "between", "one of", "not"],
  date: ["value", "at least", "at most", "between", "one of", "not"],
};
const VALUE_KEYS = ["value", "one of", "not", "at least", "at most"];

function formOf(answer) {
  if ("at least" in answer && "at most" in answer) return "between";
  return VALUE_KEYS.find((key) => key in answer) ?? "value";
}

// The fields; `changed(answer)` is called with what they hold whenever that changes.
function answerForm(fact, answer, changed) {
  const name = newId("answer");
  const box = make("fieldset", { class: "answer" }, make("legend", { class: "unseen" }, fact.question));
  const fields = make("div", { class: "fields" });
  const forms = FORMS[fact.type];
  let form = formOf(answer);
  const sure = make("select", { autocomplete: "off" },
    options(forms.map((one) => [one, say(`sure_${one.replace(" ", "_")}`)]), form));
  const show = (held) => {
    const made = { yes_no: choiceFields, choice: choiceFields, many: memberFields }[fact.type] ?? rangeFields;
    fields.replaceChildren(...made(fact, form, held, name, changed));
  };
  sure.addEventListener("change", () => {
    form = sure.value;
    show({});
    changed({});
  });
  if (forms.length > 1) box.append(labelled(say("how_sure"), sure, { class: "sure" }));
  box.append(fields);
  show(answer);
  return box;
}

const choiceWords = (fact, value) => (fact.type === "yes_no" ? say(value) : fact.choices[value] ?? value);

function choiceFields(fact, form, answer, name, changed) {
  const several = form !== "value";
  const chosen = answer[form] === undefined ? [] : listOf(answer[form]);
  const field = (value, words) => {
    const input = make("input", {
      type: several ? "checkbox" : "radio", name, value, autocomplete: "off",
      checked: value ? chosen.includes(value) : !chosen.length,
      onchange: () => {
        const ticked = inputs.filter((one) => one.checked && one.value).map((one) => one.value);
        changed(!ticked.length ? {} : { [form]: several ? ticked : ticked[0] });
      },
    });
    inputs.push(input);
    return make("label", { class: "choice" }, input, " ", words);
  };
  const inputs = [];
  const all = valuesOf(fact).map((value) => field(value, choiceWords(fact, value)));
  return several ? all : [...all, field("", say("no_answer"))];
}

function memberFields(fact, form, answer, name, changed) {
  const held = { ...answer.value };
  const tell = () => {
    const order = [...Object.keys(fact.choices), OTHERS].filter((one) => one in held);
    changed(order.length ? { value: Object.fromEntries(order.map((one) => [one, held[one]])) } : {});
  };
  const rows = Object.entries(fact.choices).map(([member, words]) =>
    make("fieldset", { class: "member" }, make("legend", {}, words),
      ["yes", "no", ""].map((value) =>
        make("label", { class: "choice" },
          make("input", {
            type: "radio", name: `${name}-${member}`, value, autocomplete: "off",
            checked: (held[member] ?? "") === value,
            onchange: () => {
              if (value) held[member] = value;
              else delete held[member];
              tell();
            },
          }), " ", say(value || "no_answer")))));
  const others = make("input", {
    type: "checkbox", autocomplete: "off", checked: OTHERS in held,
    onchange: () => {
      if (others.checked) held[OTHERS] = "no";
      else delete held[OTHERS];
      tell();
    },
  });
  return [...rows, make("label", { class: "choice others" }, others, " ", say("others_no"))];
}

// What stands in a field; of a day that is begun and not finished, a sign that is no day.
const written = (input) => (input.validity.badInput ? "…" : input.value);

// Tells `changed` what stands in a field, also of a day that is left unfinished.
function onWriting(changed) {
  let told = null;
  const tell = ({ target }) => {
    const text = written(target);
    if (text !== told) changed(text);
    told = text;
  };
  return { onfocus: ({ target }) => (told = written(target)), oninput: tell, onblur: tell };
}

function rangeFields(fact, form, answer, name, changed) {
  const ends = form === "between" ? ["at least", "at most"] : [form];
  const several = form === "one of" || form === "not";
  const inputs = ends.map((key) =>
    make("input", {
      type: fact.type === "date" && !several ? "date" : "text",
      inputmode: several || fact.type === "date" ? null : "decimal",
      autocomplete: "off", value: answer[key] === undefined ? "" : listOf(answer[key]).join(", "),
      ...onWriting(() => {
        const told = {};
        inputs.forEach((input, n) => {
          const texts = written(input).split(several ? /[,;\s]+/ : /^$/).map((text) => text.trim()).filter(Boolean);
          if (texts.length) told[ends[n]] = several ? texts : texts[0];
        });
        changed(told);
      }),
    }));
  const words = {
    value: say("exactly"), "at least": say("least"), "at most": say("most"),
    "one of": say(fact.type === "date" ? "several_days" : "several"),
    not: say(fact.type === "date" ? "several_days" : "several"),
  };
  const unit = fact.unit ? ` (${fact.unit})` : "";
  return inputs.map((input, n) => labelled(words[ends[n]] + unit, input));
}

// An answer in words; a class of a partition in words.
function answerWords(fact, answer) {
  const words = (value) => (fact.type === "yes_no" || fact.type === "choice" ? choiceWords(fact, value) : value);
  const unit = fact.unit ? ` ${fact.unit}` : "";
  if (fact.type === "many")
    return Object.entries(answer.value ?? {})
      .map(([name, said]) => (name === OTHERS ? say("others_no") : say("after", { member: fact.choices[name] ?? name, answer: say(said) })))
      .join("; ");
  return VALUE_KEYS.filter((key) => key in answer)
    .map((key) => {
      const told = listOf(answer[key]).map(words).join(", ") + unit;
      return key === "value" ? told : `${say(`sure_${key.replace(" ", "_")}`)}: ${told}`;
    })
    .join("; ");
}

function classWords(fact, { value, low, high }) {
  if (value !== undefined) return fact.type === "many" ? say(value) : choiceWords(fact, value);
  const text = (at) => (fact.type === "date" ? new Date(Number(at) * 86400000).toISOString().slice(0, 10) : numberWords(at));
  const named = { low: low != null && text(low), high: high != null && text(high) };
  const unit = fact.unit ? ` ${fact.unit}` : "";
  if (low != null && low === high) return named.low + unit;
  const [below, above, between] = fact.type === "date"
    ? ["before_day", "after_day", "between_days"] : ["below_limit", "above_limit", "between_limits"];
  if (low == null && high == null) return say("any");
  return say(low == null ? below : high == null ? above : between, named) + unit;
}

function numberWords(at) {
  const whole = at / BILLIONTH, rest = at % BILLIONTH;
  const fraction = String(rest < 0n ? -rest : rest).padStart(9, "0").replace(/0+$/, "");
  return (at < 0n && whole === 0n ? "-" : "") + whole + (fraction && `.${fraction}`);
}
