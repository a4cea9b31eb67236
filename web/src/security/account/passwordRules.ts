/** The length and classes that the standard policy asks of a password; the server, which knows the policy in force, decides. */
export const LENGTH_ALONE = 14;
export const LENGTH_WITH_FACTOR = 8;

export interface RuleState {
    rule: "length" | "classes" | "name" | "same";
    met: boolean;
}

// Which case an accented letter has is no help against guessing: it counts as a symbol, as on the server.
const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

export function rulesOf(password: string, repeated: string, userName: string, lengthMin: number, hasFactor: boolean): RuleState[] {
    const letters = [...password];
    const rules: RuleState[] = [{ rule: "length", met: letters.length >= lengthMin }];
    if (!hasFactor) rules.push({ rule: "classes", met: CLASSES.every((each) => each.test(password)) });
    rules.push(
        { rule: "name", met: letters.length > 0 && !password.toLowerCase().includes(userName.toLowerCase()) },
        { rule: "same", met: letters.length > 0 && password === repeated },
    );
    return rules;
}
