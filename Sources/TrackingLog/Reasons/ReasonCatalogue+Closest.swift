extension ReasonCatalogue {
    /// The known names that resemble an unknown word, closest first; at most three.
    ///
    /// Case, spaces, `_` and `-` do not count; about one letter in four may be wrong. A word that begins a name is close
    /// too. Numbers resemble nothing.
    ///
    /// - Parameter word: the unknown word; a long text resembles no name.
    public func closest(to word: String) -> [String] {
        guard word.utf8.count <= 64 else { return [] }
        let wanted = Array(ReasonText(word).fold.utf8)
        guard wanted.count >= 3 else { return [] }
        let most = max(2, wanted.count / 4)
        var distances: [(name: String, distance: Int)] = []
        func isWord(_ form: String) -> Bool { form.utf8.contains { $0.isLetter && $0 != UInt8(ascii: "x") } }
        for reason in reasons where isWord(reason.name) {
            let forms = ([reason.name] + reason.aliases).filter(isWord)
            let distance = forms.map { form in
                let known = Array(ReasonText(form).fold.utf8)
                return known.starts(with: wanted) ? 1 : EditDistance.between(wanted, known)
            }.min()
            guard let distance, distance <= most, !distances.contains(where: { $0.name == reason.name })
            else { continue }
            distances.append((reason.name, distance))
        }
        // Sorting is stable: of equally close names the catalogue's order holds.
        return distances.sorted { $0.distance < $1.distance }.prefix(3).map(\.name)
    }
}
