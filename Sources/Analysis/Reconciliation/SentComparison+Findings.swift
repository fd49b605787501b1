import LogArchive
import TrackingLog

// The texts to show: the tally has those of messages, a second reading of the list those of entries.
extension SentComparison {
    /// Names what is shown, as far as it was asked for.
    func name(_ tally: borrowing SentTally, _ file: SentListFile, in result: inout Reconciliation) throws(ListError) {
        // Few of many are shown, and the first of each are all that is looked for.
        let needsEntries =
            result.counts[.missing] > 0 || result.listedTwice > 0 && options.shown[.doubled] != nil
            || options.shown.keys.contains { [.matched, .unsettled].contains($0) && result.counts[$0] > 0 }
        if needsEntries { try nameEntries(tally, file, in: &result) }
        for (verdict, messages) in [(Reconciliation.Verdict.unknown, unknown), (.doubled, repeated)] {
            guard let most = options.shown[verdict] else { continue }
            let room = most - (result.findings[verdict]?.count ?? 0)
            for message in tally.inOrder(messages).prefix(max(0, room)) {
                result.findings[verdict, default: []].append(finding(message.message, tally))
            }
        }
    }

    private func nameEntries(
        _ tally: borrowing SentTally, _ file: SentListFile, in result: inout Reconciliation
    ) throws(ListError) {
        var isNamed = [Bool](repeating: false, count: coded.count)
        var targets = 0
        let unknownInLowerCase = result.counts[.missing] > 0 ? lowerCaseCodes(of: tally) : []
        func add(_ verdict: Reconciliation.Verdict, _ finding: @autoclosure () -> Reconciliation.Finding) {
            guard let most = options.shown[verdict], (result.findings[verdict]?.count ?? 0) < most else { return }
            result.findings[verdict, default: []].append(finding())
        }
        _ = try file.forEachEntry { entry in
            switch entry {
            case .code(let code, let time):
                guard let number = list.number(ofCode: ShortKey(KeyedHash.of(code.span))), !isNamed[number],
                    coded[number] != .leftOut
                else { return }
                isNamed[number] = true
                var finding: Reconciliation.Finding {
                    Reconciliation.Finding(code: String(decoding: code, as: UTF8.self), time: time)
                }
                for verdict in coded[number].verdicts { add(verdict, finding) }
                if list.coded[number].pointee.listings > 1 { add(.doubled, finding) }
                if coded[number] == .missing, unknownInLowerCase.contains(code.inLowerCase) {
                    result.inOtherCase.count += 1
                    result.inOtherCase.example = result.inOtherCase.example ?? finding
                }
            case .target(let target, let time):
                let number = targets
                targets += 1
                guard number < targeted.count else { return }
                for verdict in targeted[number].verdicts {
                    add(
                        verdict,
                        messages[UInt32(number)].map { finding($0, tally) }
                            ?? Reconciliation.Finding(target: String(decoding: target, as: UTF8.self), time: time))
                }
            }
        }
        guard targets == targeted.count, isNamed.indices.allSatisfy({ isNamed[$0] || coded[$0] == .leftOut }) else {
            throw ListError(
                list: "list of what was sent", path: file.name, reason: "it changed while it was read",
                hint: "run the same command again")
        }
    }

    private func finding(_ message: MessageNumber, _ tally: borrowing SentTally) -> Reconciliation.Finding {
        let record = tally.tally.record(of: message)
        return Reconciliation.Finding(
            code: String(decoding: tally.code(of: record.key), as: UTF8.self), time: record.first.timestamp)
    }

    /// The keys of the unknown messages' codes in lower case.
    private func lowerCaseCodes(of tally: borrowing SentTally) -> Set<TextKey> {
        var keys: Set<TextKey> = []
        for message in unknown {
            let code = tally.code(of: tally.tally.record(of: message).key)
            keys.insert(ArraySlice(code).inLowerCase)
        }
        return keys
    }
}

extension SentComparison.EntryState {
    fileprivate var verdicts: [Reconciliation.Verdict] {
        switch self {
        case .missing: [.missing]
        case .matched: [.matched]
        case .unsettled: [.matched, .unsettled]
        case .leftOut: []
        }
    }
}

extension ArraySlice<UInt8> {
    /// The key of the text with its ASCII letters in lower case.
    fileprivate var inLowerCase: TextKey {
        let text = map(\.lowercasedASCII)
        return KeyedHash.of(text.span)
    }
}
