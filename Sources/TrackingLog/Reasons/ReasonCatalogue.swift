/// The gateways' words for refusals, and the senders' words for other failures.
public struct ReasonCatalogue: Sendable {
    /// The complete catalogue.
    public static let standard = ReasonCatalogue()

    /// Every reason, by gateway; those that no gateway gives are last.
    public let reasons: [Reason]
    /// By the word itself.
    private var exact: [String: [Word]] = [:]
    /// By the fold of the word (``ReasonText/fold``).
    private var folded: [String: [Word]] = [:]
    /// The words that may stand within a description, by the fold of what they begin with, up to the first byte that
    /// is neither letter, digit nor `_`.
    private var within: [String: [Word]] = [:]

    private struct Word: Sendable {
        var text: String
        var fold: String
        var reason: Reason
        /// Whether it is a word of plain language, such as a gateway's `INTERNAL`.
        ///
        /// Sentences use such words in other senses: within a sentence it must stand exactly as the gateway writes it.
        var isPlain: Bool

        init(_ text: String, _ reason: Reason) {
            self.text = text
            self.fold = ReasonText(text).fold
            self.reason = reason
            let letters = text.utf8
            let isOneWord = letters.allSatisfy(\.isLetter)
            let isMixed = letters.dropFirst().contains { $0 & 0x20 == 0 } && letters.contains { $0 & 0x20 != 0 }
            isPlain = reason.gateway != nil && isOneWord && !isMixed
        }
    }

    private init() {
        let gateways: [Gateway?] = Gateway.allCases.map(Optional.some) + [nil]
        var reasons: [Reason] = []
        var words: [(Word, standsAlone: Bool)] = []
        for gateway in gateways {
            let entries = ReasonEntry.catalogue(of: gateway)
            // The current names of a gateway precede its retired ones.
            for names in [\ReasonEntry.names, \ReasonEntry.retired] {
                for entry in entries {
                    for name in entry[keyPath: names] {
                        let reason = entry.reason(name, of: gateway)
                        reasons.append(reason)
                        words.append((Word(name, reason), gateway == .webpush))
                    }
                }
            }
            for entry in entries {
                for (alias, name) in entry.aliases {
                    words.append((Word(alias, entry.reason(name, of: gateway)), false))
                }
                for (alias, name) in entry.standingAlone {
                    words.append((Word(alias, entry.reason(name, of: gateway)), true))
                }
            }
        }
        self.reasons = reasons
        for (word, standsAlone) in words {
            exact[word.text, default: []].append(word)
            folded[word.fold, default: []].append(word)
            if !standsAlone { within[ReasonText(word.text).firstWord, default: []].append(word) }
        }
    }

    /// What the catalogue knows of a description.
    public func match(_ description: String) -> ReasonMatch {
        let text = ReasonText(description)
        var best: [Gateway?: (reason: Reason, rank: MatchRank)] = [:]
        func consider(_ word: Word, _ rank: MatchRank) {
            // The first of equal rank stays: it is the current name.
            if let known = best[word.reason.gateway], known.rank >= rank { return }
            best[word.reason.gateway] = (word.reason, rank)
        }

        for word in exact[description] ?? [] where word.text.isSame(as: description) {
            consider(word, MatchRank(stage: .exact))
        }
        for word in folded[text.fold] ?? [] where word.fold.isSame(as: text.fold) {
            consider(word, MatchRank(stage: .folded))
        }
        for start in text.wordStarts {
            for word in within[text.word(at: start)] ?? []
            where text.has(word.text, at: start, exactly: word.isPlain) {
                let stage = word.reason.category == .template ? MatchRank.Stage.template : .word
                consider(word, MatchRank(stage: stage, length: word.text.utf8.count))
            }
        }
        if let status = text.httpStatus {
            for word in exact[status >= 500 ? "5xx" : "\(status)"] ?? [] {
                // A status that stands alone is as clear as a word.
                consider(word, MatchRank(stage: text.isStatusAlone ? .exact : .httpStatus))
            }
        }
        let inOrder: [Gateway?] = Gateway.allCases.map(Optional.some) + [nil]
        return ReasonMatch(inOrder.compactMap { best[$0] })
    }
}
