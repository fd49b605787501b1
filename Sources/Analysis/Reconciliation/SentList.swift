import TrackingLog

/// What a sender says it sent, as keys: 21 bytes and a slot for each code, 17 bytes for each target and time.
///
/// A class: all workers look things up in one list, which no longer changes then.
final class SentList: @unchecked Sendable {
    /// A tracking code.
    struct Coded: BitwiseCopyable {
        let code: ShortKey
        /// The earliest time it is listed with; `never` if it has none.
        var time: CompactTime
        /// The number of lines that list it, up to 255.
        var listings: UInt8 = 1
    }

    /// A target and a time.
    struct Targeted: BitwiseCopyable {
        /// The target's number.
        let target: UInt32
        let time: CompactTime
    }

    /// In the order in which they are first listed.
    private(set) var coded = FlatArray<Coded>()
    private(set) var targeted = FlatArray<Targeted>()
    private var codeSlots = SlotTable()
    private var targets = FlatArray<ShortKey>()
    private var targetSlots = SlotTable()
    /// Ids that are of one person: as targets they are one.
    private let aliases: Aliases?

    init(_ aliases: Aliases? = nil) { self.aliases = aliases }

    /// The number of things that were sent.
    var count: Int { coded.count + targeted.count }

    /// Adds a tracking code, or another line of one.
    func add(code: TextKey, time: Timestamp?) {
        let time = time.map(CompactTime.init) ?? .never
        if let known = number(ofCode: ShortKey(code)) {
            let entry = coded[known]
            entry.pointee.time = min(entry.pointee.time, time)
            entry.pointee.listings = max(entry.pointee.listings, entry.pointee.listings &+ 1)
            return
        }
        codeSlots.insert(ShortKey(code).hash, record: coded.count)
        coded.append(Coded(code: ShortKey(code), time: time))
    }

    /// Adds a target and a time.
    func add(target: TextKey, time: Timestamp) {
        let key = person(of: ShortKey(target))
        let known = number(ofTarget: key)
        if known == nil {
            targetSlots.insert(key.hash, record: targets.count)
            targets.append(key)
        }
        targeted.append(Targeted(target: UInt32(known ?? targets.count - 1), time: CompactTime(time)))
    }

    /// The number of a listed code.
    func number(ofCode key: ShortKey) -> Int? {
        codeSlots.find(key.hash) { coded[$0].pointee.code == key }
    }

    /// The number of a listed target.
    func number(ofTarget key: ShortKey) -> Int? {
        let key = person(of: key)
        return targetSlots.find(key.hash) { targets[$0].pointee == key }
    }

    private func person(of target: ShortKey) -> ShortKey { aliases?.person(of: target) ?? target }
}
