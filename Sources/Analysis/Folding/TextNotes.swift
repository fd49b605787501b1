import TrackingLog

/// Notes the texts that a tally's tables hold only as hashes, or not at all: tracking codes, hwids and targets.
///
/// They wait in a spool until lines are written from them. In memory there are 12 bytes a message.
struct TextNotes: ~Copyable, Sendable {
    /// Which texts an answer needs.
    enum Need {
        /// None: a report has only numbers.
        case nothing
        /// What lines show.
        case lines
        /// What lines show, and every target that a row of a message names.
        case everything
    }

    /// Whether anything is noted.
    let isKept: Bool
    private let keepsEveryTarget: Bool
    private var shards = Shards { NotedShard() }
    private let spool = RecordSpool()
    private var others: [RecordSpool] = []

    init(_ need: Need) {
        isKept = need != .nothing
        keepsEveryTarget = need == .everything
    }

    /// All records, in parts: each ``TextNote``s, in any order.
    var spools: [RecordSpool] { [spool] + others }

    /// Notes what is new in a row.
    ///
    /// - Parameters:
    ///   - message: the number of the row's message in its shard: its count before, if it is new there.
    ///   - delivery: the same of its delivery.
    @inline(__always)
    mutating func note(
        _ row: UnsafePointer<EventRow>, at time: CompactTime, shard: Int, message: Int, delivery: Int,
        of text: UnsafeRawBufferPointer
    ) {
        let shard = shards[shard]
        let isNewMessage = message == shard.pointee.targets.count
        if isNewMessage { shard.pointee.targets.append(NotedTarget()) }
        let isNewDelivery = delivery == shard.pointee.deliveries
        if isNewDelivery { shard.pointee.deliveries += 1 }
        let earliest = shard.pointee.targets[message]
        var target = TextRange.empty
        let isEarly = time <= earliest.pointee.time
        if isEarly || keepsEveryTarget, !row.pointee.target.isEmpty {
            let hash = UInt32(truncatingIfNeeded: KeyedHash.of(text[row.pointee.target]).low)
            if time < earliest.pointee.time || hash != earliest.pointee.hash {
                if isEarly { earliest.pointee = NotedTarget(hash: hash, time: time) }
                target = row.pointee.target
            }
        }
        guard isNewMessage || isNewDelivery || !target.isEmpty else { return }
        let note = TextNote(
            time: time, code: text[row.pointee.trackingCode], target: text[target],
            hwid: text[isNewDelivery ? row.pointee.hwid : .empty])
        spool.append { note.append(to: &$0) }
    }

    /// Has the memory that noting a row of a message will need brought into the cache.
    func prefetch(shard: Int, message: Int) {
        if message < shards[shard].pointee.targets.count { shards[shard].pointee.targets.prefetch(message) }
    }

    /// Takes over what others noted. Nothing more can be noted then.
    mutating func merge(_ other: borrowing TextNotes) { if isKept { take(other.spools) } }

    /// Takes over records that others wrote. Nothing more can be noted then.
    mutating func take(_ spools: [RecordSpool]) {
        others += spools
        shards = Shards { NotedShard() }
    }
}

/// What is known of the texts of one shard's messages.
struct NotedShard: ~Copyable, Sendable {
    var targets = FlatArray<NotedTarget>()
    /// The number of deliveries whose hwid was noted.
    var deliveries = 0
}

/// The earliest target of a message so far: 12 bytes.
struct NotedTarget: BitwiseCopyable {
    /// Part of the text's hash. Two targets of one message and second share it with odds of 2⁻³².
    var hash: UInt32 = 0
    var time = CompactTime.never
}

/// Texts of one message.
struct TextNote {
    /// The time of the row that ``target`` is of.
    var time: CompactTime
    var code: UnsafeRawBufferPointer
    /// Empty if the row has nothing new.
    var target: UnsafeRawBufferPointer
    /// The same.
    var hwid: UnsafeRawBufferPointer

    init(time: CompactTime, code: UnsafeRawBufferPointer, target: UnsafeRawBufferPointer, hwid: UnsafeRawBufferPointer)
    {
        self.time = time
        self.code = code
        self.target = target
        self.hwid = hwid
    }

    /// The note that ``append(to:)`` wrote.
    init(_ bytes: UnsafeRawBufferPointer) {
        time = CompactTime(low: bytes.loadUnaligned(as: UInt32.self), high: bytes[4])
        let codeEnd = 13 + Int(bytes.loadUnaligned(fromByteOffset: 5, as: UInt32.self))
        let targetEnd = codeEnd + Int(bytes.loadUnaligned(fromByteOffset: 9, as: UInt32.self))
        code = UnsafeRawBufferPointer(rebasing: bytes[13..<codeEnd])
        target = UnsafeRawBufferPointer(rebasing: bytes[codeEnd..<targetEnd])
        hwid = UnsafeRawBufferPointer(rebasing: bytes[targetEnd...])
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(bytesOf: time.low)
        bytes.append(time.high)
        bytes.append(bytesOf: UInt32(code.count))
        bytes.append(bytesOf: UInt32(target.count))
        bytes.append(text: code)
        bytes.append(text: target)
        bytes.append(text: hwid)
    }
}
