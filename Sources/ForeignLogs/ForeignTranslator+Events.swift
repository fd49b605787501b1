import TrackingLog

extension ForeignTranslator {
    /// What all events of a record, or of an element of it, have in common.
    private struct Common {
        var trackingCode: TextRange
        var target: TextRange?
        var hwid: TextRange
        var appCode: TextRange?
        var payload: TextRange?
    }

    /// Translates a record whose fields were found.
    mutating func translateRecord(_ record: Record, _ text: Span<UInt8>, into output: inout ForeignOutput) {
        for slot in plan.elementSlots..<plan.slotCount where !record.isTable { places[slot] = 0..<0 }
        if let reason = skipped(record, text, &output) {
            output.skipped[reason, default: 0] += 1
            return
        }
        let decoded = output.decoded.count
        guard let word = value(of: plan.status, record, text, &output) else {
            let hasCells =
                record.isTable
                ? plan.hasCellColumns : plan.cells.contains { value(of: $0.time, record, text, &output) != nil }
            if hasCells {
                translateCells(record, text, &output)
            } else {
                reject(.status, record, text, &output)
            }
            return
        }
        guard let rule = rule(for: word, text, &output) else { return }
        if let reason = rule.skipped {
            output.skipped[reason, default: 0] += 1
            output.truncate(to: decoded)
            return
        }
        guard let written = value(of: plan.timestamp, record, text, &output) else {
            reject(.timestamp, record, text, &output)
            return
        }
        guard let time = time(written, text, output) else {
            let name = plan.format.sources[.timestamp]?.paths.first?.column ?? "timestamp"
            output.rejects.append("\(name) is not a time: \"\(string(written, text, output))\"")
            return
        }
        let unmapped = rule.statuses.isEmpty ? word : nil
        if unmapped == nil { output.truncate(to: decoded) }
        translateElements(time, rule, unmapped: unmapped, record, text, &output)
    }

    // MARK: - Elements

    /// Appends the events of a record: of each element where the record is spread over an array, else of the whole.
    private mutating func translateElements(
        _ time: LoggedTime, _ rule: TranslationPlan.Rule, unmapped: FieldText?, _ record: Record, _ text: Span<UInt8>,
        _ output: inout ForeignOutput
    ) {
        var elements = 0
        if let array = plan.array, let finder = plan.elementFinder, !record.isTable, !places[array].isEmpty {
            let list = places[array]
            var chosen = rule.among == nil
            if let among = rule.among {
                // Of the elements only those with the field, if any has it.
                _ = JSONText.visitElements(of: text.extracting(list)) { element in
                    find(element, in: list, of: text, finder)
                    if value(of: among, record, text, &output) != nil { chosen = true }
                    return !chosen
                }
            }
            _ = JSONText.visitElements(of: text.extracting(list)) { element in
                guard find(element, in: list, of: text, finder) else { return true }
                elements += 1
                if let among = rule.among, chosen, value(of: among, record, text, &output) == nil { return true }
                appendEvents(time, rule, unmapped: unmapped, record, text, &output)
                return true
            }
        }
        guard elements == 0 else { return }
        for slot in plan.elementSlots..<plan.slotCount where !record.isTable { places[slot] = 0..<0 }
        appendEvents(time, rule, unmapped: unmapped, record, text, &output)
    }

    /// Finds the fields of an element; false where it is no object.
    @discardableResult
    private mutating func find(
        _ element: Range<Int>, in list: Range<Int>, of text: Span<UInt8>, _ finder: JSONFieldFinder
    ) -> Bool {
        let start = list.lowerBound + element.lowerBound
        let place = start..<list.lowerBound + element.upperBound
        guard finder.find(in: text.extracting(place), places: &places, from: plan.elementSlots) else { return false }
        for slot in plan.elementSlots..<plan.slotCount where !places[slot].isEmpty {
            places[slot] = start + places[slot].lowerBound..<start + places[slot].upperBound
        }
        return true
    }

    private func appendEvents(
        _ time: LoggedTime, _ rule: TranslationPlan.Rule, unmapped: FieldText?, _ record: Record, _ text: Span<UInt8>,
        _ output: inout ForeignOutput
    ) {
        guard output.decoded.count < ForeignOutput.maximumDecodedBytes else {
            output.rejects.append("its events would take more than \(ForeignOutput.maximumDecodedBytes >> 20) MiB")
            return
        }
        guard let common = common(rule, record, text, &output) else { return }
        if let refusal = rule.refusal, let reason = value(of: refusal, record, text, &output) {
            append([rule.refused], common, time, reason.range(record, output), &output)
            return
        }
        let description = value(of: rule.description ?? plan.description, as: .json, record, text, &output)
            .map { $0.range(record, output) }
        if let unmapped {
            // Words that no one mapped are taken as they are, and counted under their own names.
            let isDecoded = unmapped.isDecoded
            let status =
                isDecoded
                ? Status(output.decoded.span.extracting(unmapped.place)) : Status(text.extracting(unmapped.place))
            append(common, time, status ?? .other, unmapped.range(record, output), description, &output)
            return
        }
        let statuses = common.hwid.isEmpty ? rule.statusesWithoutDevice ?? rule.statuses : rule.statuses
        append(statuses, common, time, description, &output)
        if rule.isSampled { output.sampledSuccesses += 1 }
    }

    // MARK: - Columns of times

    private func translateCells(_ record: Record, _ text: Span<UInt8>, _ output: inout ForeignOutput) {
        guard let common = common(nil, record, text, &output) else { return }
        var hasTime = false
        for cell in plan.cells {
            guard let written = value(of: cell.time, record, text, &output) else { continue }
            hasTime = true
            guard let time = time(written, text, output) else {
                output.rejects.append("\(cell.name) is not a time: \"\(string(written, text, output))\"")
                continue
            }
            let source = cell.rule.description ?? plan.description
            let description = value(of: source, record, text, &output).map { $0.range(record, output) }
            append(cell.rule.statuses, common, time, description, &output)
        }
        if !hasTime { output.skipped["rows without any time", default: 0] += 1 }
    }

    // MARK: - Parts of events

    /// What all events of a record have in common; nil, and a reject, where it lacks an identity.
    private func common(
        _ rule: TranslationPlan.Rule?, _ record: Record, _ text: Span<UInt8>, _ output: inout ForeignOutput
    ) -> Common? {
        func range(_ source: TranslationPlan.Source) -> TextRange? {
            value(of: source, as: .identity, record, text, &output).map { $0.range(record, output) }
        }
        guard let code = range(plan.trackingCode) else {
            reject(.trackingCode, record, text, &output)
            return nil
        }
        let hwid = range(plan.hwid)
        if hwid == nil, plan.needsDevice, rule?.statusesWithoutDevice == nil {
            reject(.hwid, record, text, &output)
            return nil
        }
        let (target, app) = (range(plan.target), range(plan.appCode))
        if target == nil, plan.needsTarget {
            reject(.target, record, text, &output)
            return nil
        }
        if app == nil, plan.needsApp {
            reject(.appCode, record, text, &output)
            return nil
        }
        let payload = payload(record, text, &output)
        return Common(trackingCode: code, target: target, hwid: hwid ?? .empty, appCode: app, payload: payload)
    }

    private func append(
        _ statuses: [TranslationPlan.StatusWord], _ common: Common, _ time: LoggedTime, _ description: TextRange?,
        _ output: inout ForeignOutput
    ) {
        for status in statuses {
            let word = TextRange(start: output.decodedBase + output.decoded.count, count: status.word.count)
            output.decoded += status.word
            append(common, time, status.status, word, description, &output)
        }
    }

    private func append(
        _ common: Common, _ time: LoggedTime, _ status: Status, _ word: TextRange, _ description: TextRange?,
        _ output: inout ForeignOutput
    ) {
        var missing: EventRow.Missing = []
        if common.target == nil { missing.insert(.target) }
        if common.appCode == nil { missing.insert(.appCode) }
        if common.payload == nil { missing.insert(.payload) }
        var row = EventRow(
            time: time.time, status: status, missing: missing, trackingCode: common.trackingCode,
            target: common.target ?? .empty, hwid: common.hwid, statusWord: word,
            description: description ?? .empty, appCode: common.appCode ?? .empty,
            payload: common.payload ?? .empty)
        row.occurrence = time.occurrence
        output.rows.append(row)
    }

    /// What a vendor's word becomes; nil, and a reject, where it could be mistaken for a status of ours.
    private func rule(
        for word: FieldText, _ text: Span<UInt8>, _ output: inout ForeignOutput
    ) -> TranslationPlan.Rule? {
        if plan.statuses.isEmpty { return plan.ownRule }
        let index =
            word.isDecoded
            ? plan.index(of: output.decoded.span.extracting(word.place)) : plan.index(of: text.extracting(word.place))
        if let index { return plan.statuses[index].rule }
        let name = string(word, text, output)
        guard KnownStatuses.words.contains(name.lowercased()) else { return plan.ownRule }
        // The same word may mean something else: most vendors' "delivered" is our "received".
        output.rejects.append("\"\(name)\" is a status of tracking logs, but not an event of \(plan.format.name)")
        return nil
    }

    private func time(_ written: FieldText, _ text: Span<UInt8>, _ output: ForeignOutput) -> LoggedTime? {
        written.isDecoded
            ? plan.format.time.read(output.decoded.span.extracting(written.place), zone: zone)
            : plan.format.time.read(text.extracting(written.place), zone: zone)
    }

    /// The first characters of a text, for messages.
    private func string(_ value: FieldText, _ text: Span<UInt8>, _ output: ForeignOutput) -> String {
        var bytes: [UInt8] = []
        for place in value.place.prefix(64) { bytes.append(value.isDecoded ? output.decoded[place] : text[place]) }
        return String(decoding: bytes, as: UTF8.self) + (value.place.count > 64 ? "…" : "")
    }

    /// Rejects a record that lacks what a column needs.
    private func reject(_ column: Column, _ record: Record, _ text: Span<UInt8>, _ output: inout ForeignOutput) {
        let compiler = plan.compiler
        let missing = plan.format.sources[column]?.missing { source in
            value(of: compiler.source(source), as: .identity, record, text, &output) != nil
        }
        output.rejects.append("\(missing ?? column.name) is missing, empty or no text")
    }
}

extension TranslationPlan {
    /// The index of a vendor's word, whatever its case.
    func index(of word: Span<UInt8>) -> Int? { statuses.firstIndex { word.matches($0.word) } }
}
