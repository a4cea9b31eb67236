import { Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { IconSearch } from "@/app/icons";

/** Typing pauses this long before the list is asked again. */
const PAUSE_MS = 250;

interface Props {
    value: string;
    onChange: (text: string) => void;
    placeholder: string;
}

export function SearchBox({ value, onChange, placeholder }: Props) {
    const [text, setText] = useState(value);
    const sent = useRef(value);
    useEffect(() => {
        if (value === sent.current) return;
        sent.current = value;
        setText(value);
    }, [value]);
    useEffect(() => {
        if (text === sent.current) return;
        const timer = setTimeout(() => {
            sent.current = text;
            onChange(text);
        }, PAUSE_MS);
        return () => clearTimeout(timer);
    }, [text, onChange]);
    return (
        <Input
            className="search-box"
            type="search"
            prefix={<IconSearch size={16} aria-hidden />}
            allowClear
            value={text}
            placeholder={placeholder}
            aria-label={placeholder}
            onChange={(event) => setText(event.target.value)}
        />
    );
}
