import Crypto
import FoundationEssentials

/// A page in one file: everything it needs is in it, and its policy forbids it to ask anyone else for anything.
///
/// It can be used without its scripts, which only spare their readers a step.
public struct Page: Sendable {
    /// The name in the browser's tab, and the page's heading.
    public var title: String
    /// What stands under the heading.
    public var lead: HTML
    /// The parts, from top to bottom.
    public var sections: [Section]
    /// What stands at the end: who made it, when.
    public var footer: HTML
    /// Where it is read.
    public var home: Home

    /// Where a page is read.
    public enum Home: Sendable {
        /// In a file, which asks for nothing.
        case file
        /// At a service: its forms are sent there, and its script asks there for what has changed.
        case service
    }

    /// A part with a heading of its own.
    public struct Section: Sendable {
        /// The last part of its address, unique on the page.
        public var id: String
        /// The heading.
        public var title: String
        /// What stands under the heading.
        public var body: HTML

        /// The part up to what stands under the heading.
        public var beginning: HTML {
            """
            <section id="\(id)" aria-labelledby="\(id)-title">
            <h2 id="\(id)-title">\(title)</h2>

            """
        }

        /// The part from there on.
        public var end: HTML { "\n</section>\n" }

        /// A part of a page.
        public init(id: String, title: String, _ body: HTML) {
            self.id = id
            self.title = title
            self.body = body
        }
    }

    /// A page of these parts.
    public init(title: String, lead: HTML, sections: [Section], footer: HTML, home: Home = .file) {
        self.title = title
        self.lead = lead
        self.sections = sections
        self.footer = footer
        self.home = home
    }

    /// Writes the document, part by part.
    public func write<Failure: Error>(to output: (String) throws(Failure) -> Void) throws(Failure) {
        try output(beginning.source)
        for section in sections {
            let part: HTML = "\(section.beginning)\(section.body)\(section.end)"
            try output(part.source)
        }
        try output(end.source)
    }

    /// The document up to the first part.
    public var beginning: HTML {
        let links = sections.map { section -> HTML in
            """
            <li><a href="#\(section.id)">\(section.title)</a></li>

            """
        }
        let list: HTML = "<ul>\n\(links)</ul>"
        let navigation: HTML =
            switch sections.count {
            case ...1: ""
            case ...12: "<nav aria-label=\"Parts of this page\">\(list)</nav>"
            default: "<nav aria-label=\"Parts of this page\">\(.details("Parts of this page", list))</nav>"
            }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="referrer" content="\(home == .file ? "no-referrer" : "same-origin" as HTML)">
            <meta name="generator" content="pushtrail">
            <link rel="icon" href="data:,">
            <title>\(title)</title>
            \(styles.map { "<style>\($0.markup)</style>\n" })\
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header>
            <h1>\(title)</h1>
            \(lead)
            \(navigation)
            </header>
            <main id="content">

            """
    }

    /// The document from the last part on.
    public var end: HTML {
        """
        </main>
        \(footer.isEmpty ? "" : "<footer>\n\(footer)\n</footer>\n" as HTML)\
        \(scripts.map { "<script>\($0.markup)</script>\n" })\
        </body>
        </html>

        """
    }

    private var styles: [Asset] { home == .file ? [.style] : [.style, .forms] }
    private var scripts: [Asset] { home == .file ? [.sort] : [.sort, .follow] }

    /// What the page may do: show its own style, run its own scripts, ask its home, and nothing else (Content Security
    /// Policy Level 3).
    public var policy: String {
        let styles = styles.map(\.source).joined(separator: " ")
        let scripts = scripts.map(\.source).joined(separator: " ")
        let rest = home == .file ? "form-action 'none'" : "form-action 'self'; connect-src 'self'"
        return "default-src 'none'; style-src \(styles); script-src \(scripts); img-src data:; base-uri 'none'; \(rest)"
    }
}

/// A style or a script that stands in pages.
struct Asset: Sendable {
    /// As it stands in the page.
    let markup: HTML
    /// Its source expression in a policy: the hash of what stands between the tags.
    let source: String

    static let style = Asset(PackageResources.style_css)
    static let forms = Asset(PackageResources.forms_css)
    static let sort = Asset(PackageResources.sort_js)
    static let follow = Asset(PackageResources.follow_js)

    private init(_ bytes: [UInt8]) {
        markup = HTML(trusting: String(decoding: bytes, as: UTF8.self))
        source = "'sha256-\(Data(SHA256.hash(data: bytes)).base64EncodedString())'"
    }
}
