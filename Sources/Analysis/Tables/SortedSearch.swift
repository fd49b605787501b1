extension RandomAccessCollection {
    /// The place of the first element of a sorted collection that is past a point; the end if none is.
    ///
    /// - Parameter isPast: whether an element is past it: false up to some element, true from there on.
    package func firstIndex(past isPast: (Element) -> Bool) -> Index {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
            if isPast(self[middle]) { high = middle } else { low = index(after: middle) }
        }
        return low
    }
}
