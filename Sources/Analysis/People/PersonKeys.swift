extension InternedIdentities {
    /// The key for a named person.
    ///
    /// It follows from the identity's number: the identity's own key would have to be fetched.
    func personKey(_ name: InternedIdentities.Number) -> ShortKey {
        // The low bits of a product follow from the number's low bits, which all people of a shard share.
        let product = (UInt64(name) + 1) &* 0x9E37_79B9_7F4A_7C15
        return ShortKey(low: product ^ product >> 32, high: name)
    }

    /// The key for the person of a text's key: a named person's if the text is a name.
    func personKey(_ key: ShortKey) -> ShortKey {
        if let name = find(key) { personKey(person(name)) } else { key }
    }
}
