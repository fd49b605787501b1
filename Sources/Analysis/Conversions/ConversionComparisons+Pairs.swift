/// Groups of messages that agree in the shared dimensions.
struct GroupFamily {
    let values: [String?]
    var sides: [ConversionComparisons.Side] = []

    /// The number of pairs of all groups.
    var allPairs: Int { sides.count * (sides.count - 1) / 2 }

    /// The groups with the most delivered messages, by their values in byte order.
    var largest: [ConversionComparisons.Side] {
        let largest = sides.sorted { left, right in
            left.rate.whole != right.rate.whole ? left.rate.whole > right.rate.whole : left.precedes(right)
        }
        return largest.prefix(ConversionComparisons.maximumGroups).sorted { $0.precedes($1) }
    }

    var delivered: Int { sides.reduce(0) { $0 + $1.rate.whole } }
}

extension ConversionComparisons.Side {
    fileprivate func precedes(_ other: Self) -> Bool { ByteOrdered(text: value) < ByteOrdered(text: other.value) }
}

extension ConversionComparisons {
    /// Compares the groups of each family in pairs; the family with the most delivered messages first.
    init(_ dimensions: ComparedDimensions, _ families: [GroupFamily]) {
        dimension = dimensions.compared
        shared = dimensions.shared
        allPairs = families.reduce(0) { $0 + $1.allPairs }
        pairs = []
        let families = families.filter { $0.allPairs > 0 }.sorted { left, right in
            left.delivered != right.delivered ? left.delivered > right.delivered : left.values.precedes(right.values)
        }
        for family in families {
            guard pairs.count < Self.maximumPairs else { break }
            let sides = family.largest
            for (place, first) in sides.enumerated() {
                for second in sides[(place + 1)...] where pairs.count < Self.maximumPairs {
                    if let pair = Pair(family.values, first, second) { pairs.append(pair) }
                }
            }
        }
        for (place, value) in HolmCorrection.corrected(pairs.map(\.pValue)).enumerated() {
            pairs[place].correctedPValue = value
        }
    }
}

extension ConversionComparisons.Pair {
    /// Compares two groups; the p-value is not corrected yet.
    ///
    /// - Returns: nil if nothing was delivered of one.
    fileprivate init?(_ values: [String?], _ first: ConversionComparisons.Side, _ second: ConversionComparisons.Side) {
        guard let low = first.rate.value, let high = second.rate.value,
            let interval = NewcombeInterval.interval(from: first.rate, to: second.rate)
        else { return nil }
        self.values = values
        self.first = first
        self.second = second
        self.interval = interval
        difference = high - low
        pValue = FisherTest.pValue(first.rate, second.rate)
        correctedPValue = pValue
    }
}
