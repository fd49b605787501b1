extension Tally {
    /// Adds everything that another tally has.
    public mutating func merge(_ other: consuming Tally) {
        requireOpen()
        other.requireOpen()
        rows += other.rows
        rejects.merge(other.rejects)
        let numbers = Renumbering(words: words.merge(other.words), names: names.merge(&other.names))
        Tally.merge(&other.parts, into: &parts, numbers, words, names)
    }

    private static func merge(
        _ others: inout Parts<TallyPart>, into parts: inout Parts<TallyPart>,
        _ numbers: Renumbering, _ words: borrowing Words, _ names: borrowing Names
    ) {
        parts.update(with: &others) { part, other in
            part.merge(other, numbers, words, names)
            // What has been taken over is let go of at once: two whole tallies need not fit beside each other.
            other = TallyPart()
        }
    }
}

/// The numbers that another tally's words and names have in this one.
struct Renumbering: Sendable {
    let words: [UInt32]
    /// By part, the numbers in the pool here.
    let names: [[UInt32]]

    func word(_ number: UInt32) -> UInt32 {
        number == Words.none ? Words.none : words[Int(number)]
    }

    func name(_ number: Names.Number) -> Names.Number {
        guard number != Names.none else { return Names.none }
        let part = Names.part(of: number)
        return Names.number(names[part][Names.numberInPart(number)], in: part)
    }
}
