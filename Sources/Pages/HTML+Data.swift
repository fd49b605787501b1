public import TrackingLog

// What data looks like in a page.

extension HTML {
    /// What is shown only when asked for; on paper always.
    public static func details(_ summary: String, _ body: HTML) -> HTML {
        "<details><summary>\(summary)</summary>\n\(body)\n</details>"
    }

    /// A text from the data. It is kept apart from the direction of the writing around it, and shows six lines at most: a name
    /// may be longer than a sheet of paper. All of it can be copied.
    public static func name(_ text: String) -> HTML {
        // Blanks alone would look like nothing at all.
        if !text.isEmpty, text.allSatisfy(\.isWhitespace) { return "“<bdi>\(text)</bdi>”" }
        return text.utf8.count < 200 ? "<bdi>\(text)</bdi>" : "<bdi class=\"long\">\(text)</bdi>"
    }

    /// A count as people read it, and as programs do.
    ///
    /// - Parameters:
    ///   - count: the count.
    ///   - path: its place in the answer's JSON: `totals.messages`.
    public static func figure(_ count: Int, _ path: String) -> HTML {
        "<data value=\"\(count)\" data-figure=\"\(path)\">\(count.grouped)</data>"
    }

    /// A count that is not in the JSON.
    public static func count(_ count: Int) -> HTML { "<data value=\"\(count)\">\(count.grouped)</data>" }

    /// Figures in a row, each with its name.
    public static func tiles(_ tiles: [HTML]) -> HTML { "<dl class=\"tiles\">\n\(tiles)</dl>" }

    /// One of ``tiles(_:)``.
    ///
    /// - Parameters:
    ///   - name: what it is.
    ///   - value: the figure.
    ///   - note: what it is a share of, or what else belongs to it.
    ///   - change: a `dd` of its change.
    public static func tile(_ name: String, _ value: HTML, _ note: HTML, _ change: HTML = "") -> HTML {
        """
        <div class="tile"><dt>\(name)</dt><dd class="value">\(value)</dd><dd class="of">\(note)</dd>\(change)</div>

        """
    }

    /// A moment, on one line.
    public static func time(_ time: Timestamp) -> HTML {
        "<time datetime=\"\(time.rfc3339)\">\(time.description)</time>"
    }

    /// A day, on one line.
    public static func day(_ day: Day) -> HTML { "<time datetime=\"\(day.description)\">\(day.description)</time>" }

    /// A number as people read it, and as programs do; nil if it is undefined.
    public static func figure(_ value: Double?, shown: String, _ path: String) -> HTML {
        value.map { "<data value=\"\("\($0)")\" data-figure=\"\(path)\">\(shown)</data>" } ?? "\(shown)"
    }
}
