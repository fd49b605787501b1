/// Keys, numbered in the order in which they were added.
struct NumberedKeys: ~Copyable {
    private var keys = FlatArray<ShortKey>()
    private var slots = SlotTable()

    /// The number of a key; nil if it is new, and has the next number from now on.
    mutating func known(_ key: ShortKey) -> Int? {
        if let known = slots.find(key.hash, { keys[$0].pointee == key }) { return known }
        slots.insert(key.hash, record: keys.count)
        keys.append(key)
        return nil
    }
}
