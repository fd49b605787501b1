import TrackingLog

extension EventWriter {
    /// Drafts the rows of a batch, after those drafted before.
    ///
    /// - Returns: the rows that cannot be events.
    mutating func draft(_ batch: EventBatch) -> [RefusedRow] {
        precondition(parts.isEmpty, "rows after a part would count as its own")
        var refused: [RefusedRow] = []
        batch.text.withUnsafeBytes { buffer in
            for (number, row) in batch.rows.enumerated() {
                if let reason = reasonToRefuse(row) {
                    refused.append(RefusedRow(row: number, reason: reason))
                } else {
                    draft(RowText(row: row, buffer: buffer), isBound: false)
                }
            }
        }
        return refused
    }

    /// Drafts the rows of a batch as a part of its own, after those drafted before.
    ///
    /// - Parameter apps: the apps that its rows have to belong to; nil means any.
    mutating func draftPart(_ batch: EventBatch, boundTo apps: AppCodes?) {
        var part = PartDraft(start: rows.count)
        let codes = apps?.bytes
        part.apps = codes?.map { code in code.withUnsafeBytes { self.apps.position(of: $0, key: KeyedHash.of($0)) } }
        batch.text.withUnsafeBytes { buffer in
            for (number, row) in batch.rows.enumerated() {
                let text = RowText(row: row, buffer: buffer)
                if let reason = reasonToRefuse(row) ?? codes.flatMap({ text.reasonToRefuse(boundTo: $0) }) {
                    part.refused.append(RefusedRow(row: number, reason: reason))
                } else {
                    draft(text, isBound: codes != nil)
                    if codes != nil { part.numbers.append(number) }
                }
            }
        }
        parts.append(part)
    }

    /// Why a row cannot be an event of this store; nil where it can.
    private func reasonToRefuse(_ row: EventRow) -> String? {
        if row.trackingCode.isEmpty { return "the tracking code is empty" }
        if row.statusWord.isEmpty { return "the status is empty" }
        if let before = pruning?.before, row.time < before {
            return "the event is older than \(before); older events were pruned, perhaps this one among them"
        }
        if let limit, let reason = limit.reasonToRefuse(row.time) { return reason }
        return nil
    }

    private mutating func draft(_ text: RowText, isBound: Bool) {
        let codeKey = KeyedHash.of(text.trackingCode)
        let hwidKey = KeyedHash.of(text.hwid)
        var row = RowDraft(
            time: text.row.time.secondsSince1970, outcome: outcomes.position(of: text),
            isCreation: text.row.status == .created, delivery: RowDraft.undecided, details: -1)
        if text.row.missing.contains(.appCode) {
            row.appless = applessDelivery(of: text, codeKey, hwidKey)
            row.lastMessage = messages.lastMessage(of: appless[row.appless].code)
            row.details = applessDetails(of: text, in: row.appless)
        } else {
            row.delivery = delivery(of: text, codeKey, hwidKey, isBound: isBound)
            row.details = details(of: text, in: row.delivery)
        }
        rows.append(row)
    }

    // MARK: - Rows that name their app

    private mutating func delivery(of text: RowText, _ codeKey: TextKey, _ hwidKey: TextKey, isBound: Bool) -> Int {
        let appKey = KeyedHash.of(text.appCode)
        let key = codeKey.combined(with: appKey).combined(with: hwidKey)
        let isNaming = !isBound && !text.appCode.isEmpty
        let drafted = deliveries.drafts.position(of: key)
        if let drafted, !isNaming || deliveries[drafted].known.isNamed { return drafted }
        let message = messages.position(
            of: text.trackingCode, key: codeKey, app: apps.position(of: text.appCode, key: appKey), appKey: appKey,
            naming: isNaming ? rows.count : nil)
        let position = drafted ?? addDelivery(key, message: message, hwid: text.hwid, hwidKey)
        if isNaming { deliveries[position].known.isNamed = true }
        return position
    }

    private mutating func addDelivery(
        _ key: TextKey, message: Int, hwid: UnsafeRawBufferPointer, _ hwidKey: TextKey
    ) -> Int {
        if let known = deliveries.recent(key) {
            return deliveries.add(
                DeliveryDraft(key: key, message: message, hwid: identifiers.empty, state: .stored, known: known))
        }
        return deliveries.add(
            DeliveryDraft(
                key: key, message: message, hwid: identifiers.reference(to: hwid, key: hwidKey), state: .unknown,
                known: KnownDelivery(message: 0, device: 0)))
    }

    /// The position of what a row says of its delivery; -1 where that is known to be the usual.
    private mutating func details(of text: RowText, in delivery: Int) -> Int {
        let key = text.detailsKey
        if deliveries[delivery].known.usual == key { return -1 }
        let first = deliveries[delivery].details
        if first >= 0, details[first].key == key { return first }
        let position = addDetails(of: text, key)
        if first < 0 { deliveries[delivery].details = position }
        return position
    }

    private mutating func addDetails(of text: RowText, _ key: (low: UInt64, high: UInt64)) -> Int {
        let missing = text.row.missing
        details.append(
            DeliveryDetails(
                key: key, missing: missing,
                target: missing.contains(.target)
                    ? identifiers.empty : identifiers.reference(to: text.target, key: KeyedHash.of(text.target)),
                payload: missing.contains(.payload)
                    ? payloads.empty
                    : payloads.reference(to: text.payload, key: text.payloadKey, isEscaped: text.row.isPayloadEscaped)))
        return details.count - 1
    }

    // MARK: - Rows without an app

    private mutating func applessDelivery(of text: RowText, _ codeKey: TextKey, _ hwidKey: TextKey) -> Int {
        let key = codeKey.combined(with: hwidKey)
        if let position = appless.position(of: key) { return position }
        let code = messages.code(codeKey)
        messages.ask(for: code, text.trackingCode, key: codeKey)
        return appless.append(
            ApplessDraft(
                key: key, code: code, codeKey: codeKey, hwid: identifiers.reference(to: text.hwid, key: hwidKey),
                hwidKey: hwidKey))
    }

    private mutating func applessDetails(of text: RowText, in delivery: Int) -> Int {
        let key = text.detailsKey
        let last = appless[delivery].details
        if last >= 0, details[last].key == key { return last }
        let position = addDetails(of: text, key)
        appless[delivery].details = position
        return position
    }
}

extension RowText {
    /// Why a sender bound to some apps may not record this row; nil where the row itself does not show that it may not.
    fileprivate func reasonToRefuse(boundTo apps: [[UInt8]]) -> String? {
        guard !row.missing.contains(.appCode), !apps.contains(where: { appCode.elementsEqual($0) }) else { return nil }
        return "the token is not bound to this app_code"
    }

    /// The key of what a row says of its delivery: target and payload, and whether they are missing.
    fileprivate var detailsKey: (low: UInt64, high: UInt64) {
        let key = KeyedHash.of(target).combined(with: payloadKey)
        return (key.low &+ UInt64(row.missing.subtracting(.appCode).rawValue), key.high)
    }
}
