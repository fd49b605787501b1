import Diagnosis
public import TrackingLog

/// A message of mail (RFC 5322, MIME) that `sendmail -t` takes: its recipients are in its headers.
public struct MailMessage: Sendable {
    /// Who sends it.
    public var from: MailAddress
    /// Who gets it.
    public var to: [MailAddress]
    /// What it says.
    public var notices: [Notice]
    /// When it was written.
    public var time: Timestamp
    /// What makes its id unlike any other, in letters and digits.
    public var identifier: String

    /// A message.
    ///
    /// - Parameters:
    ///   - notices: at least one.
    ///   - from: who sends it.
    ///   - to: who gets it; at least one.
    ///   - time: when it was written.
    public init(_ notices: [Notice], from: MailAddress, to: [MailAddress], at time: Timestamp) {
        self.notices = notices
        self.from = from
        self.to = to
        self.time = time
        var random = SystemRandomNumberGenerator()
        identifier = "\(String(random.next(), radix: 36))\(String(random.next(), radix: 36))"
    }

    /// Its text, lines ended by LF as `sendmail` expects them.
    public var text: String {
        let first = notices.first?.title ?? ""
        let subject = notices.count > 1 ? "\(first) (and \(notices.count - 1) more)" : first
        let urgent = notices.contains { $0.severity == .serious && $0.stage != .ended }
        var headers = [
            "From: \(from)", "To: \(to.map(\.description).joined(separator: ",\n "))",
            "Subject: \(EncodedText.header("[pushtrail] \(subject)"))", "Date: \(Self.date(time))",
            "Message-ID: <\(identifier)@\(from.domain)>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable",
            // No vacation notice answers it (RFC 3834).
            "Auto-Submitted: auto-generated",
        ]
        if urgent { headers.append("Importance: high") }
        let body = notices.map(Self.lines).joined(separator: ["", ""])
        return headers.joined(separator: "\n") + "\n\n" + EncodedText.quotedPrintable(Array(body))
    }

    private static func lines(of notice: Notice) -> [String] {
        var lines = [notice.title, ""]
        lines += notice.lines
        lines.append("")
        lines.append("Severity: \(notice.severity.rawValue)")
        if !notice.scope.isEmpty { lines.append("Where: \(notice.scope)") }
        if let owner = notice.owner { lines.append("Owner: \(owner)") }
        // A name with a line end in it is one line.
        return lines.map { line in String(line.map { $0.isNewline ? " " : $0 }) }
    }

    /// A date of RFC 5322: `Fri, 20 Nov 2026 13:01:01 +0000`.
    static func date(_ time: Timestamp) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = time.description.split { $0 == "-" || $0 == " " }
        let number = Int(time.day.daysSince1970)
        let weekday = days[((number % 7) + 7) % 7]
        return "\(weekday), \(parts[2]) \(months[(Int(parts[1]) ?? 1) - 1]) \(parts[0]) \(parts[3]) +0000"
    }
}
