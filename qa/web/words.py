"""The words of the page in its two languages."""

LANGUAGES = {"zh": "中文", "en": "English"}

_WORDS: dict[str, tuple[str, str]] = {
    # Ask
    "ask": ("提问", "Ask"),
    "intro": ("用任何语言提问。答案是文档的原话,并注明出处。", "Ask in any language. The answer is the exact words of your documents, with the place they stand."),
    "question": ("问题", "Question"),
    "placeholder": ("输入问题,按回车提问", "Type a question and press Enter"),
    "examples": ("例子", "Examples"),
    "chats": ("对话记录(只存在这个浏览器里)", "Conversations (kept in this browser only)"),
    "rename": ("改名", "Rename"),
    "save": ("保存", "Save"),
    "export": ("导出", "Export"),
    "delete": ("删除", "Delete"),
    "delete_sure": ("确定删除?", "Really delete?"),
    "edit": ("修改后再问", "Edit and ask again"),
    "sources": ("只在这些文件夹或文档里找(空着:全部)", "Ask only in these folders or documents (blank: in all)"),
    "no_such_scope": ("没有这样的文件夹或文档,请在列表里选。", "There is no such folder or document; choose from the list."),
    "blank_question": ("问题是空的,请输入问题。", "The question is blank; type one."),
    "index_unusable": ("索引无法使用,请让管理者运行 yinju doctor。", "The index cannot be used; whoever keeps it finds out why with: yinju doctor."),
    "back": ("回到回答", "Back to the answer"),
    "clear": ("新的对话", "New conversation"),
    "not_found": ("文档里没有答案。", "The documents do not say."),
    "unsure": ("没有把握;最接近的原文:", "Not sure. The nearest passage:"),
    "chance": ("这段原文回答了问题的把握:十次里约 {} 次。", "It answers about {} times in ten."),
    "which": ("您问的是哪一个?文档里有几个答案:", "Which one do you mean? The documents answer for several:"),
    "ask_this": ("就问这个", "Ask this one"),
    "not_mentioned": ("文档没有提到:", "The documents do not mention: "),
    "not_borne_out": ("请留意,引文没有提到:", "Mind that the quote does not mention: "),
    "nearest": ("最接近的段落", "Nearest passages"),
    "more": ("更多引文", "More quotes"),
    "understood": ("理解为:", "Taken as: "),
    "as_typed": ("按原话再问", "Ask as typed"),
    "read": ("在原文里阅读", "Read it where it stands"),
    "copy": ("复制引文和出处", "Copy quote and source"),
    "copied": ("已复制", "Copied"),
    "link": ("复制链接", "Copy link"),
    "receipt": ("凭据", "Receipt"),
    "good": ("有用", "Helpful"),
    "bad": ("不对", "Wrong"),
    "not_noted": ("评价没有写下:evals/feedback.jsonl 写不进去。", "The vote was not noted: evals/feedback.jsonl cannot be written."),
    "why": ("为什么选它:", "Why this one: "),
    "why_shared": ("与问题都有 ", "it shares with the question "),
    "why_above": ("标题里有 ", "in its title or heading stands "),
    "why_number": ("标出了所问的数字", "the figure that is marked is of the kind asked for"),
    "why_date": ("标出了所问的日期", "the date that is marked is of the kind asked for"),
    "why_meaning": ("意思相近", "it is close in meaning"),
    "scanned": ("识别自扫描页,请与原件图像核对。", "Read from a scanned page by OCR; check it against the picture of the page."),
    "other_year": ("注意:这份文档不是所问年份的。", "Mind: this document is of another year than asked for."),
    "other_name": ("注意:这份文档不是所问对象(地区、单位)的。", "Mind: this document is of another place or party than asked for."),
    "agree": ("几份文档给出同一个数字:", "Several documents give this figure:"),
    "differ": ("几份文档给出的数字不同:", "The documents give different figures:"),
    "only_in": ("只看其中一部分文档", "Only some of these documents"),
    "scope": ("范围和日期", "Which documents, and from which day"),
    "within": ("只看这些文档,如 year:2016 place:宁夏", "Only these documents, such as year:2016 place:宁夏"),
    "today": ("“去年”从哪天算起,如 2016-01-26(空着就是今天)", "The day that “last year” counts from, such as 2016-01-26 (blank: today)"),
    "counted_from": ("(从 {} 算起)", "(counted from {}) "),
    "copies": ("同样的话也见于:", "The same words stand in: "),
    "page": ("第 {} 页", "page {}"),
    # Read
    "source_hint": ("点引文下面的“在原文里阅读”,原文会显示在这里。", "Press “Read it where it stands” under a quote, and the document is shown here."),
    "previous": ("上一条引文", "Previous quote"),
    "next": ("下一条引文", "Next quote"),
    "original": ("下载原件", "Download the original"),
    "picture": ("原件第 {} 页", "Page {} of the original"),
    "cut": ("这里只显示引文前后的文字。", "Only the text around the quote is shown here."),
    "no_document": ("索引里没有这份文档:", "The index holds no such document: "),
    "broken_link": ("这个链接不完整,请重新复制。", "This link is not whole; copy it again."),
    "no_version": ("这个链接没有注明文档的版本,无法确定所指的文字;请重新复制。", "This link does not say of which version of the document it is, so its words cannot be told; copy it again."),
    "moved_words": ("文档在引用之后有改动;这是这些文字现在的位置。", "The document has changed since it was quoted; this is where the words stand now."),
    "gone_words": ("文档在引用之后有改动,这些文字已不在其中。", "The document has changed since it was quoted, and no longer holds these words."),
    # Library
    "library": ("文档库", "Library"),
    "documents": ("{} 份文档,{} 个段落,模型 {},索引 {},建于 {} (UTC)", "{} documents, {} passages, model {}, index {}, made {} (UTC)"),
    "title": ("标题", "Title"),
    "file": ("文件", "File"),
    "kind": ("格式", "Format"),
    "about": ("关于", "About"),
    "language": ("语言", "Language"),
    "characters": ("字数", "Characters"),
    "passages": ("段落", "Passages"),
    "remark": ("说明", "Remark"),
    "skipped": ("没有收入的文件", "Files that were not read"),
    "add": ("添加文件(拖到这里)", "Add files (drop them here)"),
    "remove_which": ("要移除的文档", "Document to remove"),
    "remove": ("移除", "Remove"),
    "rebuild": ("重建索引", "Rebuild the index"),
    "cancel": ("取消", "Cancel"),
    "model": ("模型(static 快,contextual 跨语言更好,都不用下载;也可填 sentence-transformers 的模型名或文件夹,会重新编码全部段落)", "Model (static is fast, contextual better across languages, neither is downloaded; or a sentence-transformers name or folder, which encodes every passage anew)"),
    "updated": ("索引已更新", "The index is new"),
    "unchanged": ("没有变化", "Nothing changed"),
    "built": ("{} 份文档,{} 个段落,其中 {} 个新编码,用时 {:.1f} 秒", "{} documents, {} passages, {} of them encoded, in {:.1f} s"),
    "added_files": ("新增", "Added"),
    "changed_files": ("改动", "Changed"),
    "removed_files": ("移除", "Removed"),
    "build_failed": ("重建失败,见终端。", "The build failed; see the terminal."),
    "cancelled": ("已取消,索引没有变。", "Cancelled; the index is as it was."),
    "left": ("约还需 {} 秒", "about {} s left"),
    "passed_over": (
        "最新的索引无法使用,由上一版回答;请运行 yinju doctor。",
        "The newest index cannot be used, the one before answers: run yinju doctor.",
    ),
    "old_answers": ("旧索引继续回答。", "The old index keeps answering."),
    "starting": ("开始", "starting"),
    "reading": ("阅读", "reading"),
    "ocr": ("识别扫描页", "reading scanned pages"),
    "encoding": ("编码", "encoding"),
    "writing": ("写入", "writing"),
    "removed_one": ("已移到 {}。重建后生效。", "Moved to {}. It takes effect with the next build."),
    "added_some": ("已添加 {} 个文件,正在重建。", "{} files added; building."),
    "read_only": ("这个服务器只供查阅。", "This server is for reading only."),
    # Evaluate
    "evaluate": ("评测", "Evaluate"),
    "set": ("问题集", "Question set"),
    "own_set": ("或上传(JSON Lines 或 CSV)", "or upload one (JSON Lines or CSV)"),
    "earlier": ("与以前的结果比较", "Compare with an earlier run"),
    "nothing": ("不比较", "nothing"),
    "run": ("运行", "Run"),
    "asked_of": ("已问 {} / {}", "{} of {} asked"),
    "metric": ("指标", "Metric"),
    "value": ("数值", "Value"),
    "interval": ("95% 区间", "95% interval"),
    "change": ("变化", "Change"),
    "misses": ("没有答对的问题", "Questions missed"),
    "report": ("下载报告", "Download the report"),
    "result": ("下载结果 (JSON)", "Download the result (JSON)"),
    "choose_set": ("请选一个问题集,或上传一个。", "Choose a question set, or upload one."),
    "expected": ("应答", "Expected"),
    "given": ("所答", "Given"),
    "verdict": ("判断", "Verdict"),
    "better": ("更好", "better"),
    "worse": ("更差", "worse"),
    "no difference shown": ("看不出差别", "no difference shown"),
    "switch": ("English", "中文"),
}  # fmt: skip


PROBLEMS = ("blank_question", "no_such_scope", "index_unusable")  # why a question could not be asked


def say(word: str, language: str, *values: object) -> str:
    """A word or sentence of the page, with values put in."""
    return _WORDS[word][list(LANGUAGES).index(language)].format(*values)


def in_each_language() -> dict[str, dict[str, str]]:
    """All words, by language as browsers name it."""
    return {name: {word: forms[at] for word, forms in _WORDS.items()} for at, name in enumerate(("zh-CN", "en"))}


def language_of(wanted: str | None, accepted: str) -> str:
    """The language to show: the one asked for, else the browser's.

    Args:
        wanted: What the address says.
        accepted: The `Accept-Language` header.

    Returns:
        `zh` or `en`.
    """
    if wanted in LANGUAGES:
        return wanted
    return "zh" if accepted.strip().lower().startswith("zh") else "en"
