import TrackingLog

extension EventWriter {
    /// Looks up all that is unknown of the drafted rows, each table in its own order.
    mutating func lookUp() throws {
        try apps.settle()
        try outcomes.settle()
        try messages.lookUp(apps)
        if !appless.isEmpty { try assignApps() }
        try identifiers.lookUp()
        try payloads.lookUp()
        var possible: [Int] = []
        for (position, draft) in deliveries.drafts.enumerated() where draft.state == .unknown {
            guard messages.isStored(draft.message), !identifiers.isUnknown(draft.hwid) else { continue }
            let message = messages.number(draft.message)
            let device = identifiers.number(of: draft.hwid)
            let identity = identity(of: draft)
            deliveries.change(position) {
                $0.known.message = message
                $0.known.device = device
                $0.known.identity = identity
            }
            possible.append(position)
        }
        try deliveries.lookUp(possible)
    }

    /// The fingerprint of a delivery's message and device, of which the delivery is looked up or new.
    func identity(of delivery: DeliveryDraft) -> UInt64 {
        fingerprint.delivery(
            code: messages.codeFingerprint(delivery.message),
            app: apps.fingerprint(messages.app(delivery.message)), hwid: delivery.hwid.fingerprint)
    }

    // MARK: - Rows that leave out their app

    /// Gives every row that leaves out its app the one it belongs to, as known from the rows before it.
    ///
    /// Nothing is taken over between senders bound to different apps, nor from such a sender by one that is bound to none:
    /// - From a sender bound to apps, a row belongs to that one of them at which its tracking code is known. Where that is
    ///   none or several, the row is refused.
    /// - From any other sender, it belongs to the app that senders of this kind named first for the tracking code; where
    ///   they have named none, to no app.
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
        if let delivery = deliveries.position(key) {
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
            ? "app_code is missing, and the message is known at several of the token's apps"
            : "app_code is missing, and the message is not known at an app of the token"
        parts[part].refused.append(
            RefusedRow(row: parts[part].numbers[row - parts[part].start], reason: reason))
    }
}
