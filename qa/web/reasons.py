"""Why a file was not read, and what is uncertain about one that was, in the language of the page.

Verdicts are English lines, as the command prints them; each of their parts has its line here.
"""

import re

_PARTS = {
    # Why not, and what to do
    r"broken (.+?)(?: \(\w+\))?": "{}文件损坏",
    r"save it anew|save the page anew|pack it anew": "请重新保存",
    r"content is not (.+?), whatever its name says": "内容不是{},文件名不对",
    r"give it its right type": "请改成正确的扩展名",
    r"not a regular file": "不是普通文件",
    r"larger than (\d+) MB": "大于 {} MB",
    r"longer than ([\d,]+) characters": "长于 {} 字",
    r"split it": "请拆分",
    r"changed while it was read": "读取时文件有改动",
    r"build again": "请重建索引",
    r"no text": "没有文字",
    r"OCR lacks its model (.+)": "文字识别缺少模型 {}",
    r"OCR cannot be loaded \(.*\)": "文字识别无法启动",
    r"install again: (.+)": "请重新安装:{}",
    r"no cues with times": "没有带时间的字幕",
    r"if it is plain text, name it \.txt": "如果是纯文本,请把扩展名改为 .txt",
    r"a line of its head is longer than ([\d,]+) characters": "邮件头的一行长于 {} 字",
    r"shorten it": "请缩短",
    r"more than (\d+) parts": "多于 {} 个部分",
    r"refused as a bomb": "可能是压缩炸弹,已拒绝",
    r"encrypted(?:, or in the format before (.+)| in a way that cannot be read)?": "已加密",
    r"save (?:it as .+|a copy) without (?:a password|protection)": "请另存一份不加密的",
    r"get a copy without copy protection": "请换一份没有版权保护的",
    r"([\d,]+) members in one (.+)": "{}里有 {} 个文件",
    r"unpacks to (?:more than \d+ MB|over 100 times its size|far more than it should)": "解压后过大",
    r"declares a document type|declares entities": "含有类型或实体声明",
    r"refused, as (?:it|they) can hide or multiply text": "可能隐藏或重复文字,已拒绝",
    r"names a row beyond the last one that a sheet can have": "行号超出表格的限度",
    r"cannot be drawn": "页面画不出来",
    r"not in (\S+) as told \(.*\)": "不是所指定的编码 {}",
    r"give another encoding, or none": "请换一种编码,或不指定",
    r"no encoding is called (\S+)": "没有叫 {} 的编码",
    r"give one such as gb18030, big5 or cp1252": "请用 gb18030、big5、cp1252 等",
    r"not HTML that can be read \(.*\)": "不是能读的 HTML",
    r"nested too deeply, so that its rest would be lost": "嵌套过深,后面的内容会丢失",
    r"takes more than (\S+) seconds to read": "读取超过 {} 秒",
    r"takes too much memory": "占用内存过多",
    r"broke its reader": "读取程序因它中断",
    r"it may be damaged": "文件可能已损坏",
    r"cannot be read \(.*\)": "无法读取",
    r"cannot be parsed \(.*\)": "无法解析",
    r"an empty archive": "空的压缩包",
    r"an archive in an archive": "压缩包里的压缩包",
    r"unpack it": "请解开",
    r"unknown type (\S+)": "不认识的类型 {}",
    r"no file type": "没有扩展名",
    r"known are (.+)": "能读的有 {}",
    r"a link out of the folder": "指向文件夹之外的链接",
    r"copy the file into it": "请把文件复制进来",
    r"a link that leads nowhere, or cannot be read": "失效的链接,或无法读取",
    r"a link to a folder": "指向文件夹的链接",
    r"links to folders are not followed": "不跟随这样的链接",
    r"a folder without permission": "没有权限的文件夹",
    r"no permission to read it": "没有读取权限",
    # What is uncertain
    r"([\d,]+) .+ left out(?:: .+)?": "略去 {} 处隐藏的或不属于正文的内容",
    r"pictures in it not read": "其中的图片没有读",
    r"([\d,]+) tracked changes? pending: read as if accepted": "{} 处修订未接受,按已接受来读",
    r"([\d,]+) .+ not read": "{} 处图片、附件、批注等没有读",
    r"save them as files": "请另存为文件",
    r"pages? (.+) (?:has|have) no text": "第 {} 页没有文字",
    r"to read scans: .+": "扫描页可勾选“识别扫描页”后重建",
    r"pages? (.+) read by OCR \((\d+) of (\d+)\)": "第 {} 页由文字识别读出(共 {} / {} 页)",
    r"OCR found no text on pages? (.+)": "第 {} 页没有识别出文字",
    r"pages? (.+) not read by OCR: (.+)": "第 {} 页没有识别",
    r".+ not looked for on ([\d,]+) pages?": "{} 页上的表格没有辨认",
    r"encoding uncertain: read as (\S+)": "编码不确定,按 {} 读取",
    r"if that is wrong, give the right one with --encoding": "如果不对,请用 --encoding 指定",
}
_KNOWN = [(re.compile(pattern), words) for pattern, words in _PARTS.items()]
_ERROR = re.compile(r" \(\w*(?:Error|Exception)\)")  # names of classes say nothing to who reads
_OTHER = "另有说明,见 yinju status"


def reason_in(reason: str, language: str) -> str:
    """A verdict's reason or note in a language of the page."""
    if language != "zh" or not reason:
        return _ERROR.sub("", reason)
    return ";".join(dict.fromkeys(map(_part, reason.split("; "))))


def _part(part: str) -> str:
    for pattern, words in _KNOWN:
        if match := pattern.fullmatch(part):
            return words.format(*(group or "" for group in match.groups()))
    return _OTHER
