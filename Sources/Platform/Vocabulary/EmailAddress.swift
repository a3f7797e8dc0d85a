/// Email addresses as accounts know them.
package enum EmailAddress {
    /// The form under which an address is kept and compared: small letters in Unicode's normal form C.
    package static func canonical(_ text: String) -> String { text.normalized.lowercased().normalized }

    /// The forms under which an address may be kept, the canonical one first: earlier versions kept what the keyboard gave, and some keyboards give
    /// letters and their accents apart.
    package static func knownForms(_ text: String) -> [String] {
        let form = canonical(text), apart = form.decomposed
        return form.utf8.elementsEqual(apart.utf8) ? [form] : [form, apart]
    }
}
