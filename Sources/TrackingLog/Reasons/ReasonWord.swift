/// A word or sentence of the catalogue, as it is looked up.
struct ReasonWord: Sendable {
    var text: String
    var fold: String
    var reason: Reason
    /// How specific it is where it stands within a description.
    var stage: MatchRank.Stage
    /// Whether it is a word of plain language, such as a gateway's `INTERNAL`.
    ///
    /// Sentences use such words in other senses: within a sentence it must stand exactly as the gateway writes it.
    var isPlain: Bool

    /// Creates a word.
    ///
    /// - Parameters:
    ///   - text: the word as the gateway or the library writes it.
    ///   - reason: what it means.
    ///   - isWrapper: whether a library writes it around the cause.
    init(_ text: String, _ reason: Reason, isWrapper: Bool = false) {
        self.text = text
        self.reason = reason
        fold = ReasonText(text).fold
        let letters = text.utf8
        let isOneWord = letters.allSatisfy(\.isLetter)
        let isMixed = letters.dropFirst().contains { $0 & 0x20 == 0 } && letters.contains { $0 & 0x20 != 0 }
        isPlain = reason.source != .sender && isOneWord && !isMixed
        stage =
            switch reason.category {
            case _ where isWrapper: .wrapper
            case .template: .template
            case _ where reason.source == .sender: .senderWord
            case .ambiguous: .ambiguousWord
            case _ where isPlain || letters.contains(.space): .sentence
            default: .code
            }
    }
}
