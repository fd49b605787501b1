import TrackingLog

extension EventWriter {
    /// Looks up everything unknown of the drafted rows, each table in its own order.
    mutating func lookUp() throws {
        try apps.resolve()
        try outcomes.resolve()
        try messages.lookUp(apps)
        if !appless.isEmpty { try assignApps() }
        try identifiers.lookUp()
        try payloads.lookUp()
        var possible: [Int] = []
        for position in deliveries.drafts.indices where deliveries[position].state == .unknown {
            let draft = deliveries[position]
            guard messages.isStored(draft.message), !identifiers.isUnknown(draft.hwid) else { continue }
            let message = messages.number(draft.message)
            let device = identifiers.number(of: draft.hwid)
            let identity = identity(of: draft)
            deliveries[position].known.message = message
            deliveries[position].known.device = device
            deliveries[position].known.identity = identity
            possible.append(position)
        }
        try deliveries.lookUp(possible)
    }

    /// The fingerprint of the message and device of a delivery that is looked up or new.
    func identity(of delivery: DeliveryDraft) -> UInt64 {
        fingerprint.delivery(
            code: messages.codeFingerprint(delivery.message),
            app: apps.fingerprint(messages.app(delivery.message)), hwid: delivery.hwid.fingerprint)
    }

    // MARK: - Rows without an app

    /// Assigns every row without an app to one, as known from the rows before it.
    ///
    /// Senders bound to different apps learn nothing from each other, and senders bound to no app nothing from them:
    /// - From a sender bound to apps, a row belongs to the one of these apps where its tracking code is known. Where that
    ///   is none or several, the row is refused.
    /// - From any other sender, it belongs to the app that such senders named first for the tracking code; where they have
    ///   named none, to no app.
    private mutating func assignApps() throws {
        for index in parts.indices {
            let end = index + 1 < parts.count ? parts[index + 1].start : rows.count
            let apps = parts[index].apps.map { Set($0.map { self.apps.number($0) }) }
            for row in parts[index].start..<end where rows[row].appless >= 0 {
                let draft = appless[rows[row].appless]
                guard let apps else {
                    let app = messages.firstNamedApp(of: draft.code, before: row, last: rows[row].lastMessage)
                    try assign(row, app)
                    continue
                }
                let known = messages.appsKnowing(draft.code, among: apps, last: rows[row].lastMessage)
                if let app = known.first, known.count == 1 {
                    try assign(row, app)
                } else {
                    refuse(row, of: index, isKnown: !known.isEmpty)
                }
            }
        }
    }

    /// Assigns a row to an app, by its number.
    private mutating func assign(_ row: Int, _ app: Int64) throws {
        let draft = appless[rows[row].appless]
        let position = try apps.position(ofNumber: app)
        let message = messages.position(
            code: draft.code, key: draft.codeKey, app: position, appKey: apps.key(position), number: app)
        let key = draft.codeKey.combined(with: apps.key(position)).combined(with: draft.hwidKey)
        if let delivery = deliveries.drafts.position(of: key) {
            rows[row].delivery = delivery
        } else if let known = deliveries.recent(key) {
            rows[row].delivery = deliveries.add(
                DeliveryDraft(key: key, message: message, hwid: draft.hwid, state: .stored, known: known))
        } else {
            rows[row].delivery = deliveries.add(
                DeliveryDraft(
                    key: key, message: message, hwid: draft.hwid, state: .unknown,
                    known: KnownDelivery(message: 0, device: 0)))
        }
    }

    private mutating func refuse(_ row: Int, of part: Int, isKnown: Bool) {
        rows[row].delivery = RowDraft.refused
        let reason =
            isKnown
            ? "app_code is missing, and several of the token's apps have a message with this tracking code"
            : "app_code is missing, and none of the token's apps has a message with this tracking code"
        parts[part].refused.append(
            RefusedRow(row: parts[part].numbers[row - parts[part].start], reason: reason))
    }
}
