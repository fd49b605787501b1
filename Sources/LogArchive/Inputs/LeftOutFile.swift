/// A file of a folder, or an entry of a zip, that was not read.
public struct LeftOutFile: Hashable, Codable, Sendable {
    /// What messages call it: `FILE`, or `FILE(ENTRY)`.
    public var name: String
    /// Why it was not read, in words for people.
    public var reason: String
    /// Whether it comes with folders and archives and never is a log: nobody needs to hear of it.
    public var isExpected: Bool

    private enum CodingKeys: String, CodingKey {
        case name, reason
        case isExpected = "is_expected"
    }

    /// `FILE(ENTRY) (REASON)`.
    public var words: String { "\(name) (\(reason))" }
}

extension LeftOutFile {
    /// A file that is left out by its name alone; nil if it may be read.
    ///
    /// - Parameters:
    ///   - name: what messages call it.
    ///   - verdict: what its name says about it.
    init?(_ name: String, _ verdict: NameVerdict) {
        switch verdict {
        case .log, .other: return nil
        case .copy: self.init(name: name, reason: "a second copy, by its name", isExpected: false)
        case .companion: self.init(name: name, reason: "no log, by its name", isExpected: true)
        }
    }
}
