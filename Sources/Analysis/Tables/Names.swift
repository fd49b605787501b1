import TrackingLog

/// The user ids and targets of a log, each kept once.
///
/// They are kept whole, not only as keys, since where a message's rows disagree the order of bytes may have to decide.
struct Names: ~Copyable, Sendable {
    /// Split by ``ShortKey/part``.
    var pools = Parts { TextPool() }

    /// Which name: its pool and its number there in one.
    typealias Number = UInt32
    /// No name.
    static let none = Number.max

    mutating func number(of text: UnsafeRawBufferPointer, _ key: TextKey) -> Number {
        let key = ShortKey(key)
        return Names.number(UInt32(pools[key.part].pointee.number(of: text, key)), in: key.part)
    }

    /// The number of the name that a part's pool knows by a number of its own.
    static func number(_ number: UInt32, in part: Int) -> Number {
        number * UInt32(ShortKey.parts) + UInt32(part)
    }

    /// The number of a name that is known.
    func find(_ key: ShortKey) -> Number? {
        pools[key.part].pointee.find(key).map { Names.number(UInt32($0), in: key.part) }
    }

    func text(_ number: Number) -> UnsafeRawBufferPointer {
        pools[Names.part(of: number)].pointee.text(Names.numberInPart(number))
    }

    func key(_ number: Number) -> ShortKey {
        pools[Names.part(of: number)].pointee.key(Names.numberInPart(number))
    }

    static func part(of number: Number) -> Int { Int(number) % ShortKey.parts }
    static func numberInPart(_ number: Number) -> Int { Int(number) / ShortKey.parts }
}

extension Names {
    /// Takes over the names of others.
    ///
    /// - Returns: by part, the number in the pool here of each name of the other's.
    mutating func merge(_ others: inout Names) -> [[UInt32]] {
        pools.update(with: &others.pools) { pool, other in
            defer { other = TextPool() }
            return pool.merge(other)
        }
    }
}
