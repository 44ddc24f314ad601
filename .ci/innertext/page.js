// What innertext.py evaluates in Chromium: the innerText of a body, without scripts, network and style sheets, after the
// page shows in its own way what the program shows in words.

function label(element) {
    for (const name of ["title", "aria-label"]) {
        const value = (element.getAttribute(name) || "").trim();
        if (value) return value;
    }
    return "";
}

// The address of a player, as the program finds it.
function address(element) {
    const of = (element, names) => names.map((name) => (element.getAttribute(name) || "").trim())
        .find((value) => value && !value.startsWith("about:")) || "";
    const own = of(element, ["src", "data-src", "data"]);
    if (own) return own;
    for (const child of element.querySelectorAll("source, embed, param")) {
        const found = child.localName === "param"
            ? (["movie", "src"].includes(child.getAttribute("name")) ? of(child, ["value"]) : "")
            : of(child, ["src", "data-src"]);
        if (found) return found;
    }
    return "";
}

const PICTURE = /\.(jpe?g|png|gif|webp|avif|svg|bmp|apng|jfif|tiff?)([?#].*)?$/i;

// Pictures are a character; form fields are their values, players a line, quotation marks text.
function substitute(body) {
    const document = body.ownerDocument;
    const put = (element, text, block) => {
        const to = document.createElement(block ? "div" : "span");
        to.textContent = text;
        // What the author hid stays hidden.
        if (element.hidden || element.style.display === "none") to.style.display = "none";
        element.replaceWith(to);
    };
    body.querySelectorAll("style, link, script:not([type^='math/tex'])").forEach((element) => element.remove());
    body.querySelectorAll("details").forEach((element) => { element.open = true; });
    body.querySelectorAll("iframe, video, audio, embed, object").forEach((element) => {
        const found = address(element);
        const fallback = element.localName === "iframe" ? "" : element.textContent.trim();
        const apology = /support|支持|支援|サポート|対応|지원|browser|浏览器|瀏覽器/i.test(fallback);
        const type = (element.getAttribute("type") || "").trim();
        const embeds = ["iframe", "embed", "object"].includes(element.localName);
        if (found && embeds && (type.startsWith("image/") || (!type && PICTURE.test(found)))) put(element, "\ufffc", false);
        else if (found) put(element, label(element) || (!apology && fallback) || found, true);
        else if (element.getAttribute("poster")) put(element, "\ufffc", true);
        else if (element.localName !== "iframe") element.replaceWith(...element.childNodes);
    });
    body.querySelectorAll("input").forEach((element) => {
        const kind = (element.getAttribute("type") || "text").toLowerCase();
        if (kind === "image") return put(element, " \ufffc ", false);
        if (["hidden", "radio", "color", "range", "file", "password", "checkbox"].includes(kind)) return element.remove();
        const value = ["value", "placeholder", "alt"].map((name) => element.getAttribute(name) || "")
            .find((value) => value.trim());
        put(element, value ? ` ${value} ` : "", false);
    });
    body.querySelectorAll("textarea").forEach((element) => put(element, element.textContent, true));
    // Boxes of their own, and alternative texts of bars.
    body.querySelectorAll("progress, meter").forEach((element) => put(element, ` ${element.textContent} `, false));
    body.querySelectorAll("button, output, canvas").forEach((element) => {
        element.before(" ");
        element.after(" ");
    });
    body.querySelectorAll("label").forEach((element) => {
        if (element.previousSibling?.localName === "label") element.before(" ");
    });
    body.querySelectorAll("optgroup[label]").forEach((element) => element.before(new Option(element.label)));
    body.querySelectorAll("q").forEach((element) => {
        let depth = 0;
        for (let above = element.parentElement.closest("q"); above; above = above.parentElement.closest("q")) depth += 1;
        element.prepend(depth % 2 ? "‘" : "“");
        element.append(depth % 2 ? "’" : "”");
    });
    body.querySelectorAll("svg").forEach((element) => {
        const said = element.querySelector(":scope > title") || element.hasAttribute("aria-label");
        const hidden = element.getAttribute("aria-hidden") === "true" || /^(presentation|none)$/.test(element.getAttribute("role"));
        if (said && !hidden) element.before("\ufffc");
        element.querySelectorAll("title, desc, defs, symbol, metadata, style").forEach((child) => child.remove());
    });
    // A double of the picture before it, or of the one after it.
    const pictures = [...body.querySelectorAll("img")];
    body.querySelectorAll("noscript").forEach((element) => {
        if (element.querySelectorAll("img").length !== 1 || element.textContent.trim()) return;
        const between = (from, to) => {
            const range = document.createRange();
            range.setStartAfter(from);
            range.setEndBefore(to);
            return range.toString().trim();
        };
        const before = pictures.filter((it) => it.compareDocumentPosition(element) === Node.DOCUMENT_POSITION_FOLLOWING).pop();
        if (before && !between(before, element)) element.remove();
    });
    body.querySelectorAll("img").forEach((element) => {
        const size = (name) => parseFloat(element.getAttribute(name) || element.getAttribute("data-" + name) || "99");
        const within = (limit) => size("width") <= limit && size("height") <= limit;
        const said = ["alt", "aria-label", "title"].some((name) => (element.getAttribute(name) || "").trim());
        const address = [...element.attributes].some((it) => /^(src|srcset|data-.*)$/.test(it.name) && it.value.trim());
        // Tracking pixels, icons without a meaning, and elements that show nothing.
        if (within(1) || (!said && (!address || (element.hasAttribute("alt") && within(32))))) element.remove();
        else put(element, "\ufffc", false);
    });
    // Links of headings to themselves, and line numbers beside code.
    body.querySelectorAll("a.headerlink, a.header-anchor, a.anchorjs-link").forEach((element) => {
        if (["", "#", "¶", "§", "🔗"].includes(element.textContent.trim())) element.remove();
    });
    body.querySelectorAll(".gutter, .rouge-gutter, .linenos, .lineno, .lnt, .line-numbers-rows, .hljs-ln-numbers, .blob-num, pre .ln")
        .forEach((element) => element.remove());
}

// Marks the line breaks of the source within running text: between wide characters they are nothing, not a blank.
function mark(body) {
    const view = body.ownerDocument.defaultView;
    const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const inline = (node) => node && (node.nodeType === Node.TEXT_NODE ? true
        : node.nodeType === Node.ELEMENT_NODE && view.getComputedStyle(node).display === "inline" && node.localName !== "br");
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
        if (!/[\n\r]/.test(node.data)) continue;
        if (!/^(normal|nowrap)$/.test(view.getComputedStyle(node.parentElement).whiteSpace)) continue;
        if (!/[^ \t\n\r\f]/.test(node.data) && !(inline(node.previousSibling) && inline(node.nextSibling))) continue;
        node.data = node.data.replace(/[ \t\f]*[\n\r][ \t\n\r\f]*/g, " \ue000 ");
    }
}

async function innerTextOf(html) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.style = "width: 800px; height: 600px";
    const policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">";
    frame.srcdoc = policy + html;
    const loaded = new Promise((resolve) => { frame.onload = resolve; });
    document.body.append(frame);
    await loaded;
    const body = frame.contentDocument.body;
    substitute(body);
    mark(body);
    const text = body.innerText;
    frame.remove();
    return text;
}

async function innerTexts(bodies) {
    const out = [];
    for (const body of bodies) out.push(await innerTextOf(body));
    return out;
}
