// Import this before any component: it states the order of the cascade layers.
import './tokens.css';
import './reset.css';
import '@fontsource-variable/inter/wght.css';
