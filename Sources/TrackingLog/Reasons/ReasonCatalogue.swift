/// The gateways' words for refusals, and the senders' words for other failures.
public struct ReasonCatalogue: Sendable {
    /// The complete catalogue.
    public static let standard = ReasonCatalogue()

    /// Every reason, by source; those that no gateway gives are last.
    public private(set) var reasons: [Reason] = []
    /// By the word itself.
    private var exact: [String: [ReasonWord]] = [:]
    /// General words, which count only alone, by the word itself.
    private var alone: [String: [ReasonWord]] = [:]
    /// By the fold of the word (``ReasonText/fold``).
    private var folded: [String: [ReasonWord]] = [:]
    /// The words that may stand within a description, by the fold of what they begin with, up to the first byte that
    /// is neither letter, digit nor `_`.
    private var within: [String: [ReasonWord]] = [:]
    /// By the HTTP status by which a gateway gives them.
    private var byStatus: [Int: [Reason]] = [:]
    /// What shows a gateway beside an HTTP status, by its folded first word.
    private var marks: [String: [GatewayMark]] = [:]

    private init() {
        for source in ReasonSource.all {
            let entries = ReasonEntry.catalogue(of: source)
            // The current names of a source precede its retired ones.
            for names in [\ReasonEntry.names, \ReasonEntry.retired] {
                for entry in entries {
                    for name in entry[keyPath: names] {
                        let reason = entry.reason(name, of: source)
                        reasons.append(reason)
                        if !ReasonCatalogue.isStatus(name) { learn(ReasonWord(name, reason)) }
                    }
                }
            }
            for entry in entries {
                for (alias, name) in entry.aliases { learn(ReasonWord(alias, entry.reason(name, of: source))) }
                for (word, name) in entry.standingAlone { learnAlone(ReasonWord(word, entry.reason(name, of: source))) }
                let first = entry.reason(entry.firstWord, of: source)
                for text in entry.texts { learn(ReasonWord(text, first)) }
                for text in entry.wrappers { learn(ReasonWord(text, first, isWrapper: true)) }
            }
            learnStatuses(of: entries, of: source)
        }
        for mark in GatewayMark.all { marks[ReasonText(mark.text).firstWord, default: []].append(mark) }
    }

    private mutating func learn(_ word: ReasonWord) {
        exact[word.text, default: []].append(word)
        folded[word.fold, default: []].append(word)
        within[ReasonText(word.text).firstWord, default: []].append(word)
    }

    private mutating func learnAlone(_ word: ReasonWord) {
        alone[word.text, default: []].append(word)
        // A general word removes a token only in the gateway's own form.
        if word.reason.tokenAction != .remove { folded[word.fold, default: []].append(word) }
    }

    private mutating func learnStatuses(of entries: [ReasonEntry], of source: ReasonSource) {
        var own: [Int: Reason] = [:]
        for entry in entries {
            for status in entry.statuses { own[status] = entry.reason(entry.firstWord, of: source) }
            for name in entry.names {
                if ReasonCatalogue.isStatus(name), let status = Int(name) {
                    own[status] = entry.reason(name, of: source)
                }
            }
        }
        for entry in entries {
            for (name, statuses) in [("4xx", 400...499), ("5xx", 500...599)] where entry.names.contains(name) {
                for status in statuses where own[status] == nil { own[status] = entry.reason(name, of: source) }
            }
        }
        for (status, reason) in own { byStatus[status, default: []].append(reason) }
    }

    /// Whether a name is an HTTP status, such as `404` and `5xx`.
    private static func isStatus(_ name: String) -> Bool {
        name.utf8.count == 3 && name.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "x") }
    }
}

// MARK: - Matching

extension ReasonCatalogue {
    /// What the catalogue knows of a description.
    ///
    /// The most specific part decides. A gateway's answer in JSON, which may follow other text, precedes the words around
    /// it; an HTTP status comes last. Nothing is recognized by likeness.
    ///
    /// - Parameter description: a description as it stands in a log. Its first 65,536 bytes are searched.
    public func match(_ description: String) -> ReasonMatch {
        var ambiguous: ReasonMatch?
        for part in ReasonBody(in: description)?.parts ?? [] {
            let match = matchText(part)
            guard match.isKnown, !match.isStatusOnly else { continue }
            if !match.isAmbiguous { return match }
            ambiguous = ambiguous ?? match
        }
        return ambiguous ?? matchText(description)
    }

    /// What the catalogue knows of a text without looking for JSON in it.
    private func matchText(_ description: String) -> ReasonMatch {
        let text = ReasonText(description)
        var best: [ReasonSource: (reason: Reason, rank: MatchRank)] = [:]
        func consider(_ reason: Reason, _ rank: MatchRank) {
            // The first of equal rank stays: it is the current name.
            if let known = best[reason.source], known.rank >= rank { return }
            best[reason.source] = (reason, rank)
        }

        if !text.isOnlyStatus {
            let whole = text.whole
            for word in exact[whole] ?? [] where word.text.isSame(as: whole) {
                consider(word.reason, MatchRank(stage: .exact))
            }
            let rest = text.withoutStatus
            for word in alone[rest] ?? [] where word.text.isSame(as: rest) {
                consider(word.reason, MatchRank(stage: .exact))
            }
            let fold = text.fold
            for word in folded[fold] ?? [] where word.fold.isSame(as: fold) {
                consider(word.reason, MatchRank(stage: .folded))
            }
        }
        var named: GatewaySet = []
        for start in text.wordStarts {
            guard let first = text.word(at: start) else { continue }
            for word in within[first] ?? [] where text.has(word.text, at: start, exactly: word.isPlain) {
                consider(word.reason, MatchRank(stage: word.stage, length: word.text.utf8.count))
            }
            for mark in marks[first] ?? [] where text.has(mark.text, at: start, exactly: false) {
                named.insert(GatewaySet(mark.gateway))
            }
        }
        if let status = text.httpStatus {
            for reason in byStatus[status.status] ?? [] {
                let isNamed = status.isClear && reason.gateway != nil && reason.gateway == named.only
                // A bare status is that of the platform's first gateway. Of a number that may be no status only what
                // holds for every gateway is taken.
                let isFirst = reason.gateway.map { status.isClear && $0.platform.gateway == $0 } ?? true
                guard isNamed || isFirst else { continue }
                consider(
                    reason,
                    MatchRank(stage: isNamed ? .statusOfGateway : status.isClear ? .status : .vagueStatus))
            }
        }
        return ReasonMatch(ReasonSource.all.compactMap { best[$0] })
    }
}
